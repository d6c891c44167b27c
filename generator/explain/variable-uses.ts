import type { Expression, FlowNode } from '../../model/index.js';
import type { ProcessSide } from '../diff/snapshot.js';
import { typeText } from '../diff/schema-differences.js';
import { isRecord, member, type Json } from '../json.js';
import { expressionPaths } from '../plan/feel-type.js';
import { propertiesOf } from '../plan/schema-algebra.js';
import type { ExplainedVariable } from './explanation.js';

/** Who writes and who reads the variables of one process. */
export class VariableUses {
  readonly #side: ProcessSide;
  readonly #writers = new Map<string, Set<string>>();
  readonly #readers = new Map<string, Set<string>>();

  constructor(side: ProcessSide) {
    this.#side = side;
    for (const { node, scope } of side.nodes) {
      this.#writtenNames(node).forEach((name) => {
        note(this.#writers, name, node.id);
      });
      const ways = scope.elements.flows.filter(({ sourceRef }) => sourceRef === node.id);
      const expressions = [
        ...expressionsIn(node),
        ...ways.flatMap(({ condition }) => condition ?? []),
      ];
      for (const [root = ''] of expressions.flatMap(expressionPaths)) {
        note(this.#readers, root, node.id);
      }
      this.#namesInResults(node).forEach((name) => {
        note(this.#readers, name, node.id);
      });
      this.#handedNames(node).forEach((name) => {
        note(this.#readers, name, node.id);
      });
    }
  }

  /** Names of all variables that are described, written or read, in the order of the description. */
  get names(): readonly string[] {
    const described = Object.keys(propertiesIn(this.#side.plan.variables));
    return [...new Set([...described, ...this.#writers.keys()])];
  }

  /** True when the type of the process's variables has it. */
  isDescribed(name: string): boolean {
    return Object.hasOwn(propertiesIn(this.#side.plan.variables), name);
  }

  /** The variables that an element can see when it starts; undefined when no way leads to it. */
  before(elementId: string): readonly ExplainedVariable[] | undefined {
    const state = this.#side.context.flow.get(elementId);
    return state === undefined
      ? undefined
      : [...state.possible]
          .sort((left, right) => (left < right ? -1 : 1))
          .map((name) => this.describe(name, state.certain.has(name)));
  }

  /** One variable with its type and its users. */
  describe(name: string, certain: boolean): ExplainedVariable {
    const schema = propertiesIn(this.#side.plan.variables)[name] ?? true;
    return {
      name,
      type: typeText({ schema, definitions: this.#side.definitions }),
      certain,
      writtenBy: [...(this.#writers.get(name) ?? [])],
      readBy: [...(this.#readers.get(name) ?? [])],
    };
  }

  /** What a node surely writes by name: mappings, result variables, payloads, start input. */
  #writtenNames(node: FlowNode): readonly string[] {
    const { plan, context, definitions } = this.#side;
    const payload = context.payloads.get(node.id);
    const start = plan.start?.element.id === node.id ? plan.start.input : undefined;
    const outputs = node.ioMapping?.outputs ?? [];
    // With output mappings, what a payload or result carries stays with the element.
    const results =
      outputs.length > 0
        ? outputs.map(({ target }) => target.split('.')[0] ?? target)
        : [payload, start].flatMap((schema) =>
            schema === undefined ? [] : propertiesOf(schema, definitions).map(({ name }) => name),
          );
    const own: readonly (string | undefined)[] = [
      node.kind === 'businessRuleTask' ? node.calledDecision?.resultVariable : undefined,
      node.kind === 'scriptTask' ? node.script?.resultVariable : undefined,
    ];
    const loop = 'loop' in node ? node.loop.outputCollection : undefined;
    return [...results, ...(outputs.length > 0 ? [] : own), loop]
      .filter((name) => name !== undefined)
      .filter((name) => name !== '');
  }

  /** Output mappings read results of the node, and variables that were there before it. */
  #namesInResults(node: FlowNode): readonly string[] {
    const before = this.#side.context.flow.get(node.id);
    return (node.ioMapping?.outputs ?? [])
      .flatMap(({ source }) => expressionPaths(source))
      .flatMap(([root]) => root ?? [])
      .filter((name) => before?.possible.has(name) === true);
  }

  /** Without input mappings a job, a form or a decision is handed variables by their own names. */
  #handedNames(node: FlowNode): readonly string[] {
    const { plan } = this.#side;
    if ((node.ioMapping?.inputs.length ?? 0) > 0) {
      return [];
    }
    const isIt = ({ id }: { readonly id: string }): boolean => id === node.id;
    const inputs = [
      ...plan.jobs.filter(({ elements }) => elements.some(isIt)).map(({ input }) => input),
      ...plan.userTasks.filter(isIt).map(({ input }) => input),
      ...plan.decisions.filter(({ elements }) => elements.some(isIt)).map(({ input }) => input),
    ];
    return inputs.flatMap((schema) => Object.keys(propertiesIn(schema)));
  }
}

function propertiesIn(schema: Json): Readonly<Record<string, Json>> {
  const properties = member(schema, 'properties');
  return isRecord(properties) ? properties : {};
}

function note(uses: Map<string, Set<string>>, name: string, id: string): void {
  const known = uses.get(name) ?? new Set();
  uses.set(name, known.add(id));
}

/** Members of a node whose expressions are not its own reads: what stands inside, and its results. */
const NOT_READ: ReadonlySet<string> = new Set([
  'flowElements',
  'outputs',
  'place',
  'outputElement',
]);

/** Every FEEL expression that a node evaluates with the variables before it. */
function expressionsIn(value: unknown): readonly Expression[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  if (isExpression(value)) {
    return value.isFeel ? [value] : [];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    NOT_READ.has(key) ? [] : expressionsIn(inner),
  );
}

function isExpression(value: object): value is Expression {
  return 'isFeel' in value && 'text' in value && 'place' in value;
}
