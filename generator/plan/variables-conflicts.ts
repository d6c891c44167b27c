import type { Json } from '../json.js';
import { areDisjoint, kindsOfSchema, kindsText } from './schema-kinds.js';
import { placeText, type VariableReport } from './variables-report.js';
import { WRITER_SOURCES, type Writer } from './variables-writers.js';

/** Something that says of which kinds a variable is. */
interface Statement {
  readonly kinds: ReadonlySet<string>;
  /** With its place, for a message about another place. */
  readonly what: string;
}

/** Sources that state types no value can be of at once, and expressions that ask for such. */
export function reportConflicts(report: VariableReport): void {
  const { findings, facts, typed } = report;
  for (const { path, kinds, evidence, otherKinds, otherEvidence } of typed.conflicts) {
    findings.add(
      'TYPE508',
      `"${evidence.text}" asks for "${path.join('.')}" to be ${kindsText(kinds)}, but ` +
        `"${otherEvidence.text}" (${placeText(otherEvidence.place)}) asks for ${kindsText(otherKinds)}.`,
      {
        place: evidence.place,
        ...(evidence.elementId === undefined ? {} : { elementId: evidence.elementId }),
      },
    );
  }
  const names = new Set(facts.writers.map(({ name }) => name));
  for (const name of names) {
    reportWriters(name, report);
  }
}

/** The first statement in the order of belief stands; each writer that contradicts it is reported. */
function reportWriters(name: string, { findings, facts, typed }: VariableReport): void {
  const { definitions } = facts.bundle;
  const order = (writer: Writer): number => WRITER_SOURCES.indexOf(writer.source);
  const writers = [...typed.types.writersOf(name)]
    .filter(({ node }) => facts.frames.get(node.id)?.around.find(name) === undefined)
    .sort((left, right) => order(left) - order(right));
  const kindsOf = (schema: Json | undefined): ReadonlySet<string> | undefined =>
    schema === undefined ? undefined : kindsOfSchema(schema, definitions);
  let first = declaredStatement(name, { facts, kindsOf });
  for (const writer of writers) {
    const kinds = kindsOf(typed.types.written(writer));
    if (first !== undefined && kinds !== undefined && areDisjoint(first.kinds, kinds)) {
      findings.add(
        'TYPE507',
        `"${name}" is ${kindsText(kinds)} by ${writer.what}, but ${kindsText(first.kinds)} by ${first.what}.`,
        { place: writer.place, elementId: writer.node.id },
      );
    }
    first ??= kinds && { kinds, what: `${writer.what} (${placeText(writer.place)})` };
  }
  const demand = typed.types.demands.get(name);
  if (
    first !== undefined &&
    demand?.kinds !== undefined &&
    demand.because !== undefined &&
    writers.length > 0 &&
    writers.every((writer) => areDisjoint(kindsOf(typed.types.written(writer)), demand.kinds))
  ) {
    const { place, text, elementId } = demand.because;
    findings.add(
      'TYPE507',
      `"${text}" asks for "${name}" to be ${kindsText(demand.kinds)}, but it is ${kindsText(first.kinds)} by ${first.what}.`,
      { place, ...(elementId === undefined ? {} : { elementId }) },
    );
  }
}

function declaredStatement(
  name: string,
  from: Pick<VariableReport, 'facts'> & {
    readonly kindsOf: (schema: Json | undefined) => ReadonlySet<string> | undefined;
  },
): Statement | undefined {
  const kinds = from.kindsOf(from.facts.documentSchemas.get(name));
  const place = from.facts.document?.placeOf(`/properties/${name}`);
  return kinds === undefined || place === undefined
    ? undefined
    : { kinds, what: `the schema of variables (${placeText(place)})` };
}
