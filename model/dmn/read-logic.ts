import { defined } from '../read/defined.js';
import { attributeOf, type XmlElement } from '../read/xml-document.js';
import type {
  Aggregation,
  DecisionLogic,
  DecisionTable,
  HitPolicy,
  Parameter,
  TableEntry,
  TableInput,
  TableOutput,
  TableRule,
} from './types.js';

/** Model namespaces of DMN 1.1, 1.2, 1.3, 1.4 and 1.5. */
export const dmnNamespaces: ReadonlySet<string> = new Set([
  'http://www.omg.org/spec/DMN/20151101/dmn.xsd',
  'http://www.omg.org/spec/DMN/20180521/MODEL/',
  'https://www.omg.org/spec/DMN/20191111/MODEL/',
  'https://www.omg.org/spec/DMN/20211108/MODEL/',
  'https://www.omg.org/spec/DMN/20230324/MODEL/',
]);

const HIT_POLICIES: readonly HitPolicy[] = [
  'UNIQUE',
  'FIRST',
  'PRIORITY',
  'ANY',
  'COLLECT',
  'RULE ORDER',
  'OUTPUT ORDER',
];
const AGGREGATIONS: readonly Aggregation[] = ['SUM', 'MIN', 'MAX', 'COUNT'];

/** Direct children with this DMN name, in document order. */
export function children(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((each) => each.name === name && dmnNamespaces.has(each.namespace));
}

/** First direct child with this DMN name. */
export function child(element: XmlElement, name: string): XmlElement | undefined {
  return children(element, name)[0];
}

/** The logic of a `<decision>`, or of any element that holds one. */
export function readLogic(holder: XmlElement): DecisionLogic {
  const element = holder.children.find(
    (each) => readers.has(each.name) && dmnNamespaces.has(each.namespace),
  );
  const read = element === undefined ? undefined : readers.get(element.name);
  return element === undefined || read === undefined
    ? { kind: 'unsupported', element: '' }
    : read(element);
}

const readerTable: Readonly<Record<string, (element: XmlElement) => DecisionLogic>> = {
  decisionTable: readTable,
  literalExpression: (literal) =>
    defined({
      kind: 'literalExpression' as const,
      ...textOf(literal),
      typeRef: attributeOf(literal, 'typeRef'),
      language: attributeOf(literal, 'expressionLanguage'),
    }),
  context: (context) => ({
    kind: 'boxedContext',
    entries: children(context, 'contextEntry').map((entry) => {
      const variable = child(entry, 'variable');
      return defined({ name: variable && attributeOf(variable, 'name'), logic: readLogic(entry) });
    }),
  }),
  list: (list) => ({ kind: 'boxedList', items: list.children.flatMap(readSelf) }),
  relation: (relation) => ({
    kind: 'relation',
    columns: children(relation, 'column').map((each) => attributeOf(each, 'name') ?? ''),
    rows: children(relation, 'row').map((row) => row.children.flatMap(readSelf)),
  }),
  invocation: (invocation) => {
    const called = child(invocation, 'literalExpression');
    return {
      kind: 'invocation',
      callee: called === undefined ? '' : textOf(called).text,
      bindings: children(invocation, 'binding').map((binding) => {
        const parameter = child(binding, 'parameter');
        return {
          name: (parameter && attributeOf(parameter, 'name')) ?? '',
          logic: readLogic(binding),
        };
      }),
    };
  },
  functionDefinition: (definition) => ({
    kind: 'boxedFunction',
    parameters: readParameters(definition),
    body: readLogic(definition),
  }),
};

const readers = new Map(Object.entries(readerTable));

function readSelf(element: XmlElement): readonly DecisionLogic[] {
  const read = dmnNamespaces.has(element.namespace) ? readers.get(element.name) : undefined;
  return read === undefined ? [] : [read(element)];
}

/** The `<formalParameter>`s of a function. */
export function readParameters(element: XmlElement): readonly Parameter[] {
  return children(element, 'formalParameter').map((each) =>
    defined({ name: attributeOf(each, 'name') ?? '', typeRef: attributeOf(each, 'typeRef') }),
  );
}

function readTable(table: XmlElement): DecisionTable {
  const hitPolicy = attributeOf(table, 'hitPolicy') ?? 'UNIQUE';
  const aggregation = attributeOf(table, 'aggregation');
  const known = HIT_POLICIES.find((each) => each === hitPolicy);
  return defined({
    kind: 'decisionTable' as const,
    hitPolicy: known ?? 'UNIQUE',
    unknownHitPolicy: known === undefined ? hitPolicy : undefined,
    aggregation: AGGREGATIONS.find((each) => each === aggregation),
    inputs: children(table, 'input').map(readInput),
    outputs: children(table, 'output').map(readOutput),
    rules: children(table, 'rule').map(readRule),
  });
}

function readInput(element: XmlElement): TableInput {
  const expression = child(element, 'inputExpression');
  const { text, place } = textOf(expression ?? element);
  return defined({
    id: attributeOf(element, 'id') ?? '',
    name: attributeOf(element, 'label') ?? text,
    expression: text,
    typeRef: expression && attributeOf(expression, 'typeRef'),
    allowedValues: optionalText(child(element, 'inputValues')),
    place,
  });
}

function readOutput(element: XmlElement): TableOutput {
  const name = attributeOf(element, 'name') ?? '';
  return defined({
    id: attributeOf(element, 'id') ?? '',
    name,
    label: attributeOf(element, 'label') ?? name,
    typeRef: attributeOf(element, 'typeRef'),
    allowedValues: optionalText(child(element, 'outputValues')),
    defaultValue: optionalText(child(element, 'defaultOutputEntry')),
    place: element.place,
  });
}

function readRule(element: XmlElement): TableRule {
  return {
    id: attributeOf(element, 'id') ?? '',
    inputEntries: children(element, 'inputEntry').map(readEntry),
    outputEntries: children(element, 'outputEntry').map(readEntry),
    place: element.place,
  };
}

function readEntry(element: XmlElement): TableEntry {
  return { id: attributeOf(element, 'id') ?? '', ...textOf(element) };
}

function textOf(element: XmlElement): Pick<TableEntry, 'text' | 'place'> {
  const text = child(element, 'text');
  return { text: text?.text ?? '', place: text?.textPlace ?? element.place };
}

function optionalText(element: XmlElement | undefined): string | undefined {
  const text = element === undefined ? '' : textOf(element).text;
  return text === '' ? undefined : text;
}
