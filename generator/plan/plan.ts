import type { DmnModel } from '../../model/dmn/index.js';
import {
  isDiagnosticCode,
  isPluginCode,
  modelFindings,
  settleDiagnostics,
  type BpmnModel,
  type Diagnostic,
} from '../../model/index.js';
import { diagnose, generatorCodes } from '../codes.js';
import { compareText, isRecord, member } from '../json.js';
import type { PlanOptions } from '../options.js';
import { pluginRules, soundPlugins } from '../plugin/plugin-findings.js';
import type { JsonDocument } from '../read/json-document.js';
import type { ReadMemory } from '../read/read-memory.js';
import { readSource } from '../read/read-source.js';
import { sourceHash } from '../sha256.js';
import type { Source } from '../source.js';
import { calledBasis } from './called-basis.js';
import { checkOperations } from './api-operations.js';
import { planChannels } from './asyncapi-channels.js';
import { deriveApi } from './derived-api.js';
import type { PlannedProcess } from './derived-exposure.js';
import { Findings, type ProcessContext } from './model-context.js';
import { planApi } from './plan-api.js';
import { linkCalls } from './plan-calls.js';
import { decisionsById } from './plan-decisions.js';
import { reportProcessClashes } from './plan-names.js';
import { formSources } from './form-sources.js';
import { knownSources } from './variables-known.js';
import type { KnownSources } from './variables-sources.js';
import { planOnce } from './plan-once.js';
import type { ApiPlan, Plan } from './plan-types.js';

interface ReadSources {
  readonly models: readonly { readonly source: Source; readonly model: BpmnModel }[];
  readonly decisions: readonly DmnModel[];
  readonly documents: ReadonlyMap<string, JsonDocument>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Decides what is generated from sources, by value: no disk, no clock, the same plan for the same
 * sources in any order. Whatever is wrong stands in `diagnostics`; nothing is thrown because of input.
 */
export async function plan(sources: readonly Source[], options: PlanOptions = {}): Promise<Plan> {
  return (await planWithContexts(sources, options)).plan;
}

/** The same with what each process was planned from: its model, its variables and how they flow. */
export async function planWithContexts(
  sources: readonly Source[],
  options: PlanOptions = {},
  memory?: ReadMemory,
): Promise<{ readonly plan: Plan; readonly contexts: readonly ProcessContext[] }> {
  const contexts: ProcessContext[] = [];
  options.onPhase?.('read');
  const sorted = [...sources].sort(
    (left, right) => compareText(left.path, right.path) || compareText(left.file, right.file),
  );
  const read = await readSources(sorted, memory);
  options.onPhase?.('plan');
  const findings = new Findings();
  const planned = planProcesses(read, findings, (context) => contexts.push(context));
  const { api, diagnostics } = planApis(sorted, read, { processes: planned, findings });
  const bus = planChannels(planned, { sources: sorted, documents: read.documents }, findings);
  checkPaths(sorted, findings);
  const models = read.models.map(({ model }) => model);
  const plugins = soundPlugins(options.plugins);
  const whole: Plan = {
    processes: planned.map(({ plan: planOf }) => planOf),
    ...(api === undefined ? {} : { api }),
    ...(bus === undefined ? {} : { bus }),
    sources: sorted.map((source) => ({ path: source.path, sha256: sourceHash(source) })),
    diagnostics: settleDiagnostics(
      [
        ...read.diagnostics,
        ...modelFindings(models, {
          target: options.target,
          declaredVariables: declaredVariables(read),
          ...idsBeside(sorted, read),
        }),
        ...findings.list,
        ...diagnostics,
        ...plugins.diagnostics,
        ...(await pluginRules(plugins.plugins, models)),
      ],
      models,
      { levels: options.levels, isKnownCode },
    ),
  };
  return { plan: whole, contexts };
}

/** Ids of decisions and forms, when files of that kind are given at all. */
function idsBeside(
  sources: readonly Source[],
  read: ReadSources,
): {
  readonly decisions?: ReadonlySet<string>;
  readonly forms?: ReadonlySet<string>;
} {
  const decisions = read.decisions.flatMap(({ decisions: each }) => each.map(({ id }) => id));
  const forms = sources
    .filter(({ kind }) => kind === 'form')
    .map(({ path }) => member(read.documents.get(path)?.root, 'id'));
  return {
    ...(read.decisions.length === 0 ? {} : { decisions: new Set(decisions) }),
    ...(forms.length === 0 ? {} : { forms: new Set(forms.filter((id) => typeof id === 'string')) }),
  };
}

/** Codes that a suppression in a model can name. */
function isKnownCode(code: string): boolean {
  return (
    isDiagnosticCode(code) ||
    Object.hasOwn(generatorCodes, code) ||
    /^DMN\d{3}$/.test(code) ||
    isPluginCode(code)
  );
}

/** The variables that schemas declare, by model file, for the rules about writers of variables. */
function declaredVariables(read: ReadSources): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    read.models.flatMap(({ source, model }) => {
      const properties = member(schemaBeside(source, read.documents)?.root, 'properties');
      return isRecord(properties) ? [[model.file, new Set(Object.keys(properties))] as const] : [];
    }),
  );
}

/** `order.schema.json` beside `order.bpmn`. */
function schemaBeside(
  source: Source,
  documents: ReadonlyMap<string, JsonDocument>,
): JsonDocument | undefined {
  return documents.get(source.path.replace(/\.bpmn$/i, '.schema.json'));
}

async function readSources(
  sources: readonly Source[],
  memory: ReadMemory | undefined,
): Promise<ReadSources> {
  const models: { readonly source: Source; readonly model: BpmnModel }[] = [];
  const decisions: DmnModel[] = [];
  const documents = new Map<string, JsonDocument>();
  const diagnostics: Diagnostic[] = [];
  for (const source of sources) {
    const read = await (memory?.read(source) ?? readSource(source));
    if (read.kind === 'bpmn') {
      // The rules repeat what the reader found.
      models.push({ source, model: read.model });
      continue;
    }
    diagnostics.push(...read.diagnostics);
    if (read.kind === 'dmn') {
      decisions.push(read.model);
    } else if (read.document !== undefined) {
      documents.set(source.path, read.document);
    }
  }
  return { models, decisions, documents, diagnostics };
}

function planProcesses(
  read: ReadSources,
  findings: Findings,
  onContext: (context: ProcessContext) => void,
): readonly PlannedProcess[] {
  const { documents } = read;
  const decisions = decisionsById(read.decisions);
  const known = knownOf(read, findings);
  const others = [...documents.values(), ...read.decisions];
  const calledBy = calledBasis(
    read.models.flatMap(({ model }) => model.processes.filter((each) => each.isExecutable)),
  );
  const plans = read.models.flatMap(({ source, model }) => {
    const document = schemaBeside(source, documents);
    return model.processes
      .filter((process) => process.isExecutable)
      .map((process) => {
        const called = calledBy(process);
        const {
          plan: planOf,
          context,
          found,
        } = planOnce(
          process,
          {
            model,
            source,
            sha256: sourceHash(source),
            documents,
            known,
            decisions,
            ...(document === undefined ? {} : { document }),
          },
          // What callers catch is a value of its own: the callers are not part of what is called.
          called === undefined
            ? undefined
            : [...others, ...called, JSON.stringify(known.caughtByCallers(process.id))],
        );
        findings.list.push(...found);
        onContext(context);
        return { process, plan: planOf };
      });
  });
  const sorted = plans.sort((left, right) => compareText(left.plan.id, right.plan.id));
  const placed = sorted.map(({ process, plan: planOf }) => ({
    plan: planOf,
    place: process.place,
  }));
  return linkCalls(reportProcessClashes(placed, findings)).flatMap((linked) => {
    const process = sorted.find(({ plan: { id } }) => id === linked.id)?.process;
    return process === undefined ? [] : [{ process, plan: linked }];
  });
}

/** What models, decisions and forms know of each other. */
function knownOf(read: ReadSources, findings: Findings): KnownSources {
  const { forms, diagnostics } = formSources(
    [...read.documents.values()].filter(({ source }) => source.kind === 'form'),
  );
  findings.list.push(...diagnostics);
  const known: KnownSources = knownSources({
    forms,
    decisionModels: read.decisions,
    processes: () =>
      read.models.flatMap(({ source, model }) => {
        const document = schemaBeside(source, read.documents);
        const sources = {
          documents: read.documents,
          known,
          ...(document === undefined ? {} : { document }),
        };
        return model.processes
          .filter(({ isExecutable }) => isExecutable)
          .map((process) => ({ process, model, source, sources }));
      }),
  });
  return known;
}

function planApis(
  sources: readonly Source[],
  read: ReadSources,
  planned: { readonly processes: readonly PlannedProcess[]; readonly findings: Findings },
): { readonly api: ApiPlan | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const [first, ...more] = sources
    .filter(({ kind }) => kind === 'openapi')
    .flatMap(({ path }) => read.documents.get(path) ?? []);
  if (first === undefined) {
    return { api: deriveApi(planned.processes, planned.findings), diagnostics: [] };
  }
  const several = more.map((document) =>
    diagnose(
      'API605',
      `"${document.source.file}" is a second API document beside "${first.source.file}".`,
      {
        place: document.placeOf(''),
      },
    ),
  );
  const { api, diagnostics } = planApi(first, read.documents);
  checkOperations(
    read.models.flatMap(({ model }) => model.processes),
    { api, findings: planned.findings },
  );
  return { api, diagnostics: [...diagnostics, ...several] };
}

/**
 * Files from outside the project keep only the end of their path, so two may have one: then the files
 * beside them and the manifest would mix them up.
 */
function checkPaths(sources: readonly Source[], findings: Findings): void {
  const known = new Map<string, Source>();
  for (const source of sources) {
    const other = known.get(source.path);
    if (other !== undefined) {
      findings.add(
        'FILE312',
        `"${other.file}" and "${source.file}" are both "${source.path}" in generated files.`,
        { place: { file: source.file, line: 1, column: 1 } },
      );
    }
    known.set(source.path, source);
  }
}
