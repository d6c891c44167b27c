import { complexTypes, elementTypes } from './bpmn-types.js';

/** A position in the sequence of an element's children. */
export interface Particle {
  /** Global elements that may stand here, or heads of groups of them; `#any` for anything. */
  readonly names: readonly string[];
  /** Types of local elements by name; what is not here has its type from its global declaration. */
  readonly types: ReadonlyMap<string, string>;
  readonly min: number;
  readonly isRepeated: boolean;
}

/** An attribute: name of its simple type, or the values it may have; whether it must be there. */
export interface AttributeType {
  readonly type: string;
  readonly isRequired: boolean;
}

/** A complex type of the BPMN schema with what it inherits. */
export interface SchemaType {
  /** Names of the types it extends, the closest first. */
  readonly bases: readonly string[];
  readonly particles: readonly Particle[];
  readonly attributes: ReadonlyMap<string, AttributeType>;
  /** Whether text may stand between the children. */
  readonly isMixed: boolean;
}

const read = new Map<string, SchemaType>();
const members = readGroups();

/** The complex type of that name; undefined for simple types (`QName`, `IDREF`) and unknown ones. */
export function schemaType(name: string): SchemaType | undefined {
  const known = read.get(name);
  const text = Object.hasOwn(complexTypes, name) ? complexTypes[name] : undefined;
  if (known !== undefined || text === undefined) {
    return known;
  }
  const [base = '', content = '', attributes = '', mixed] = text
    .split('|')
    .map((part) => part.trim());
  const inherited = base === '' ? undefined : schemaType(base);
  const type = {
    bases: base === '' ? [] : [base, ...(inherited?.bases ?? [])],
    particles: [...(inherited?.particles ?? []), ...words(content).map(readParticle)],
    attributes: new Map([
      ...(inherited?.attributes ?? []),
      ...words(attributes).map(readAttribute),
    ]),
    isMixed: mixed === 'mixed' || inherited?.isMixed === true,
  };
  read.set(name, type);
  return type;
}

/** Type of a global element; `name` has the prefix `bpmndi:`, `di:` or `dc:` outside the BPMN model. */
export function globalType(name: string): string | undefined {
  return Object.hasOwn(elementTypes, name) ? elementTypes[name]?.split(' ')[0] : undefined;
}

/** Whether an element of that name may stand at a position. */
export function takes(particle: Particle, name: string): boolean {
  return particle.names.some(
    (each) => each === '#any' || each === name || members.get(each)?.has(name) === true,
  );
}

function words(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '');
}

function readParticle(text: string): Particle {
  const [, body = '', occurrence = ''] = /^(.*?)(\?|\*|\{\d\})?$/.exec(text) ?? [];
  const choices = body.split('/').map((choice) => choice.split('='));
  const least = /\d/.exec(occurrence)?.[0];
  return {
    names: choices.map(([name = '']) => name),
    types: new Map(
      choices.flatMap(([name = '', type]): [string, string][] =>
        type === undefined || type === '#any' ? [] : [[name, type]],
      ),
    ),
    min: occurrence === '?' || occurrence === '*' ? 0 : Number(least ?? 1),
    isRepeated: occurrence === '*' || least !== undefined,
  };
}

function readAttribute(text: string): [string, AttributeType] {
  const [name = '', type = ''] = text.split('=');
  return [name, { type: type.replace('!', ''), isRequired: type.endsWith('!') }];
}

/** Members of each substitution group, direct and through other members. */
function readGroups(): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = new Map<string, Set<string>>();
  for (const [name, text] of Object.entries(elementTypes)) {
    let [, head] = text.split(' ');
    while (head !== undefined) {
      groups.set(head, (groups.get(head) ?? new Set()).add(name));
      [, head] = (elementTypes[head] ?? '').split(' ');
    }
  }
  return groups;
}
