import { z } from 'zod';
import { resourcesOf, type StackTemplate } from './templates.js';

/** One connection that security groups allow, by the names of its ends. */
export interface Connection {
  /** A security group's description, or `Internet`, or a block of addresses. */
  readonly from: string;
  readonly to: string;
  /** TCP port, or `-1` for everything. */
  readonly port: number;
}

/** What groups let in, and what they let out: a connection works when both lists have it. */
export interface Allowed {
  readonly inward: readonly Connection[];
  readonly outward: readonly Connection[];
}

const rule = z.object({
  IpProtocol: z.union([z.string(), z.number()]).transform(String),
  CidrIp: z.unknown().optional(),
  CidrIpv6: z.unknown().optional(),
  SourceSecurityGroupId: z.unknown().optional(),
  DestinationSecurityGroupId: z.unknown().optional(),
  FromPort: z.number().default(-1),
  ToPort: z.number().default(-1),
  GroupId: z.unknown().optional(),
  Description: z.string().optional(),
});
type Rule = z.infer<typeof rule>;

/** CDK's way to say that a group lets nothing out. */
const nowhere = '255.255.255.255/32';

/** Reads every rule of every security group, wherever it is written. */
export function connectionsOf(templates: readonly StackTemplate[]): Allowed {
  const names = groupNames(templates);
  const inward: Connection[] = [];
  const outward: Connection[] = [];
  const ports = (each: Rule): readonly number[] =>
    each.FromPort === each.ToPort ? [each.FromPort] : [each.FromPort, each.ToPort];
  const add = (each: Rule, group: string, kind: 'in' | 'out', stack: string): void => {
    const peer = kind === 'in' ? each.SourceSecurityGroupId : each.DestinationSecurityGroupId;
    const other = peer === undefined ? addressName(each) : names(stack, peer);
    if (other === nowhere) {
      return;
    }
    for (const port of ports(each)) {
      const [from, to] = kind === 'in' ? [other, group] : [group, other];
      (kind === 'in' ? inward : outward).push({ from, to, port });
    }
  };
  for (const { stackName, id, Properties } of resourcesOf(templates, 'AWS::EC2::SecurityGroup')) {
    const group = names(stackName, { 'Fn::GetAtt': [id, 'GroupId'] });
    const rules = (name: string): readonly Rule[] =>
      z.array(rule).default([]).parse(Properties[name]);
    rules('SecurityGroupIngress').forEach((each) => {
      add(each, group, 'in', stackName);
    });
    rules('SecurityGroupEgress').forEach((each) => {
      add(each, group, 'out', stackName);
    });
  }
  for (const [type, kind] of [
    ['AWS::EC2::SecurityGroupIngress', 'in'],
    ['AWS::EC2::SecurityGroupEgress', 'out'],
  ] as const) {
    for (const { stackName, Properties } of resourcesOf(templates, type)) {
      const each = rule.parse(Properties);
      add(each, names(stackName, each.GroupId), kind, stackName);
    }
  }
  return { inward: sorted(inward), outward: sorted(outward) };
}

function sorted(connections: readonly Connection[]): readonly Connection[] {
  const text = ({ from, to, port }: Connection): string => `${from}\n${to}\n${port}`;
  const unique = new Map(connections.map((each) => [text(each), each]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

function addressName({ CidrIp, CidrIpv6 }: Rule): string {
  const block = CidrIp ?? CidrIpv6;
  const text = typeof block === 'string' ? block : JSON.stringify(block);
  return text === '0.0.0.0/0' || text === '::/0' ? 'Internet' : text;
}

const attribute = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });
const imported = z.object({ 'Fn::ImportValue': z.string() });

/** Finds the description of a group from a reference to it, in the same stack or another. */
function groupNames(
  templates: readonly StackTemplate[],
): (stackName: string, reference: unknown) => string {
  const byId = new Map(
    resourcesOf(templates, 'AWS::EC2::SecurityGroup').map(({ stackName, id, Properties }) => [
      `${stackName}/${id}`,
      String(Properties.GroupDescription),
    ]),
  );
  const exported = new Map(
    templates.flatMap(({ stackName, Outputs }) =>
      Object.values(Outputs).flatMap(({ Value, Export }) =>
        Export === undefined ? [] : [[Export.Name, { stackName, Value }] as const],
      ),
    ),
  );
  const find = (stackName: string, reference: unknown): string => {
    const own = attribute.safeParse(reference);
    if (own.success) {
      const [id] = own.data['Fn::GetAtt'];
      return byId.get(`${stackName}/${id}`) ?? `unknown group ${id}`;
    }
    const from = exported.get(imported.parse(reference)['Fn::ImportValue']);
    return from === undefined ? 'unknown import' : find(from.stackName, from.Value);
  };
  return find;
}
