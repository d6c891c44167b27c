import type { Decision } from '../../model/dmn/index.js';
import type { Expression, FlowNode, Place } from '../../model/index.js';
import type { Json } from '../json.js';
import { resultSchema } from './decision-schemas.js';
import { plainPath } from './feel-type.js';
import { labelOf } from './node-locals.js';
import { propertiesOf, type Definitions } from './schema-algebra.js';

/** What states the type of a written value; in the order in which they are believed. */
export const WRITER_SOURCES = ['payload', 'form', 'dmn', 'feel', 'mapping', 'call'] as const;

/** Something in the model that writes a variable of the process. */
export interface Writer {
  readonly name: string;
  readonly source: (typeof WRITER_SOURCES)[number];
  readonly node: FlowNode;
  readonly place: Place;
  /** `the form of "Ask"`: what to call it in a message. */
  readonly what: string;
  readonly value: WrittenValue;
}

/** What is written. */
export type WrittenValue =
  | { readonly kind: 'schema'; readonly schema: Json }
  /** FEEL in the scope of the node, at a path below the variable. */
  | {
      readonly kind: 'expression';
      readonly expression: Expression;
      readonly from: 'inside' | 'result';
      readonly path: readonly string[];
      readonly list: boolean;
    };

/** What writers are found with. */
export interface WriterContext {
  /** Object schema of what a node's work gives, where a source states it, and which. */
  readonly resultOf: (
    node: FlowNode,
  ) => { readonly schema: Json; readonly source: Writer['source'] } | undefined;
  readonly decisions: ReadonlyMap<string, Decision>;
  readonly definitions: Definitions;
}

/** The variables that a node writes with a type that the model or another source states. */
export function writersOf(node: FlowNode, context: WriterContext): readonly Writer[] {
  const label = labelOf(node);
  const collection = collectionWriter(node, label);
  if ('loop' in node) {
    return collection;
  }
  const outputs = node.ioMapping?.outputs ?? [];
  if (outputs.length > 0) {
    return outputs.flatMap(({ source, target, place }): readonly Writer[] => {
      const [name = '', ...path] = target.split('.');
      // A variable that is written with its own value tells nothing of it.
      return path.length === 0 && plainPath(source)?.join('.') === name
        ? []
        : [
            {
              name,
              source: 'mapping',
              node,
              place,
              what: `an output mapping of ${label}`,
              value: { kind: 'expression', expression: source, from: 'result', path, list: false },
            },
          ];
    });
  }
  return [...collection, ...implementationWriters(node, context, label)];
}

function collectionWriter(node: FlowNode, label: string): readonly Writer[] {
  const from = 'loop' in node ? node.loop : 'adHoc' in node ? node.adHoc : undefined;
  return from?.outputCollection === undefined || from.outputElement === undefined
    ? []
    : [
        {
          name: from.outputCollection,
          source: 'mapping',
          node,
          place: from.place,
          what: `the output collection of ${label}`,
          value: {
            kind: 'expression',
            expression: from.outputElement,
            from: 'result',
            path: [],
            list: true,
          },
        },
      ];
}

function implementationWriters(
  node: FlowNode,
  context: WriterContext,
  label: string,
): readonly Writer[] {
  if (node.kind === 'scriptTask' && node.script !== undefined) {
    const { expression, resultVariable, place } = node.script;
    return [
      {
        name: resultVariable,
        source: 'feel',
        node,
        place,
        what: `the script of ${label}`,
        value: { kind: 'expression', expression, from: 'inside', path: [], list: false },
      },
    ];
  }
  if (node.kind === 'businessRuleTask' && node.calledDecision !== undefined) {
    const { decisionId, resultVariable, place } = node.calledDecision;
    const decision = decisionId.isFeel ? undefined : context.decisions.get(decisionId.text);
    const schema = decision === undefined ? true : resultSchema(decision, context.decisions);
    const what = `the decision of ${label}`;
    const value = { kind: 'schema' as const, schema };
    return [{ name: resultVariable, source: 'dmn', node, place, what, value }];
  }
  const result = context.resultOf(node);
  return result === undefined
    ? []
    : propertiesOf(result.schema, context.definitions).map(({ name, schema }) => ({
        name,
        source: result.source,
        node,
        place: node.place,
        what: `the ${RESULT_WORDS[result.source]} of ${label}`,
        value: { kind: 'schema', schema },
      }));
}

const RESULT_WORDS: Readonly<Record<Writer['source'], string>> = {
  payload: 'schema',
  form: 'form',
  dmn: 'decision',
  feel: 'script',
  mapping: 'mapping',
  call: 'called process',
};
