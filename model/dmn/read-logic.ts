import { defined } from '../read/defined.js';
import { attributeOf, type XmlElement } from '../read/xml-document.js';
import type {
  Aggregation,
  DecisionLogic,
  DecisionTable,
  HitPolicy,
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
const UNSUPPORTED = ['context', 'invocation', 'list', 'relation', 'functionDefinition'];

/** Direct children with this DMN name, in document order. */
export function children(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((each) => each.name === name && dmnNamespaces.has(each.namespace));
}

/** First direct child with this DMN name. */
export function child(element: XmlElement, name: string): XmlElement | undefined {
  return children(element, name)[0];
}

/** The logic of a `<decision>`. */
export function readLogic(decision: XmlElement): DecisionLogic {
  const table = child(decision, 'decisionTable');
  if (table !== undefined) {
    return readTable(table);
  }
  const literal = child(decision, 'literalExpression');
  if (literal !== undefined) {
    return defined({
      kind: 'literalExpression' as const,
      ...textOf(literal),
      typeRef: attributeOf(literal, 'typeRef'),
    });
  }
  const other = UNSUPPORTED.find((name) => child(decision, name) !== undefined);
  return { kind: 'unsupported', element: other ?? '' };
}

function readTable(table: XmlElement): DecisionTable {
  const hitPolicy = attributeOf(table, 'hitPolicy') ?? 'UNIQUE';
  const aggregation = attributeOf(table, 'aggregation');
  return defined({
    kind: 'decisionTable' as const,
    hitPolicy: HIT_POLICIES.find((each) => each === hitPolicy) ?? 'UNIQUE',
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
