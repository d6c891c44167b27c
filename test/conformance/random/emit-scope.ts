import { hashOf } from './dice.js';

/** A way out of a node that is not connected yet. */
export interface Exit {
  readonly from: string;
  readonly condition?: string;
  readonly isDefault?: boolean;
}

/** A node as it will be written; `inner` comes after incoming and outgoing. */
export interface NodeXml {
  readonly tag: string;
  readonly id: string;
  readonly attributes?: string;
  readonly extension?: string;
  readonly inner?: string;
}

interface FlowXml {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly condition?: string;
}

/** Text as it stands in XML, in attributes too. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}

/** The content of one process or sub-process while it is put together. */
export class ScopeXml {
  readonly #nodes: NodeXml[] = [];
  readonly #flows: FlowXml[] = [];
  readonly #defaults = new Map<string, string>();
  readonly #associations: string[] = [];
  readonly #salt: number;

  /** `salt` decides the order of flows, which is an order of execution. */
  constructor(salt: number) {
    this.#salt = salt;
  }

  /** Adds a node. */
  add(node: NodeXml): void {
    this.#nodes.push(node);
  }

  /** Leads ways out to a node. */
  connect(exits: readonly Exit[], target: string): void {
    for (const { from, condition, isDefault } of exits) {
      const twin = this.#flows.filter((each) => each.source === from && each.target === target);
      const id = `f_${from}_${target}${twin.length === 0 ? '' : `_${String(twin.length)}`}`;
      this.#flows.push({
        id,
        source: from,
        target,
        ...(condition === undefined ? {} : { condition }),
      });
      if (isDefault === true) {
        this.#defaults.set(from, id);
      }
    }
  }

  /** Ties a compensation boundary event to its handler. */
  associate(boundary: string, handler: string): void {
    this.#associations.push(
      `<bpmn:association id="as_${boundary}" associationDirection="One" sourceRef="${boundary}" targetRef="${handler}" />`,
    );
  }

  /** The content as XML. */
  toXml(): string {
    const flows = [...this.#flows].sort((a, b) => this.#rank(a) - this.#rank(b));
    const nodes = this.#nodes.map((node) => this.#nodeXml(node, flows));
    return [...nodes, ...flows.map(flowXml), ...this.#associations].join('\n');
  }

  #rank({ id }: FlowXml): number {
    return hashOf(`${String(this.#salt)} ${id}`);
  }

  #nodeXml(node: NodeXml, flows: readonly FlowXml[]): string {
    const extension = node.extension ?? '';
    const byDefault = this.#defaults.get(node.id);
    const incoming = flows.filter(({ target }) => target === node.id);
    const outgoing = flows.filter(({ source }) => source === node.id);
    return [
      `<bpmn:${node.tag} id="${node.id}"`,
      node.attributes === undefined ? '' : ` ${node.attributes}`,
      byDefault === undefined ? '' : ` default="${byDefault}"`,
      '>',
      extension === '' ? '' : `<bpmn:extensionElements>${extension}</bpmn:extensionElements>`,
      ...incoming.map(({ id }) => `<bpmn:incoming>${id}</bpmn:incoming>`),
      ...outgoing.map(({ id }) => `<bpmn:outgoing>${id}</bpmn:outgoing>`),
      node.inner ?? '',
      `</bpmn:${node.tag}>`,
    ].join('');
  }
}

function flowXml({ id, source, target, condition }: FlowXml): string {
  const inner =
    condition === undefined
      ? ''
      : `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${escapeXml(condition)}</bpmn:conditionExpression>`;
  return `<bpmn:sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}">${inner}</bpmn:sequenceFlow>`;
}
