import {
  diagramStyle,
  drawDiagram,
  escapeMarkup,
  readDiagrams,
  type Diagram,
  type Mark,
} from '../../../model/diagram/index.js';
import { flowNodes, flowScopes, type BpmnModel } from '../../../model/index.js';
import { markStyle, pageStyle } from './page-style.js';
import { untouched } from './passed.js';
import type { CoverageReport, CoveredModel, ProcessCoverage, Share } from './report.js';

/**
 * The report as one HTML page, which loads and runs nothing: each process with its diagram, drawn as
 * the model has it, and what was passed of it.
 */
export function coveragePage(report: CoverageReport, models: readonly CoveredModel[]): string {
  const sections = report.processes.map((process) =>
    processSection(process, models.find(({ checksum }) => checksum === process.checksum)?.model),
  );
  const rows = report.processes.map(
    (process) =>
      `<tr><td><a href="#${anchor(process)}">${escapeMarkup(process.processId)}</a></td>` +
      `<td class="number">${process.instances}</td>` +
      `<td>${bar(process.flowNodes)}</td><td>${bar(process.sequenceFlows)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Process coverage</title>
<style>${diagramStyle}${markStyle}${pageStyle}</style>
</head>
<body>
<header><h1>Process coverage</h1>
<p>What the tests passed of ${report.processes.length} ${report.processes.length === 1 ? 'process' : 'processes'}.</p>
<table><thead><tr><th>Process</th><th class="number">Instances</th><th>Flow nodes</th><th>Sequence flows</th></tr></thead>
<tbody>${rows.join('\n')}</tbody>
<tfoot><tr><td>All</td><td></td><td>${bar(report.flowNodes)}</td><td>${bar(report.sequenceFlows)}</td></tr></tfoot></table>
${legend}</header>
<main>${sections.join('\n')}</main>
</body>
</html>
`;
}

/** The first diagram of each process as an SVG file of its own, for a README or a review. */
export function coveragePictures(
  report: CoverageReport,
  models: readonly CoveredModel[],
): readonly { readonly name: string; readonly content: string }[] {
  return report.processes.flatMap((process) => {
    const model = models.find(({ checksum }) => checksum === process.checksum)?.model;
    const [diagram] = model === undefined ? [] : diagramsOf(model, process.processId);
    const drawn = {
      markOf: marker(process),
      label: `Diagram of ${process.name}`,
      style: `${diagramStyle}${markStyle}`,
    };
    return diagram === undefined
      ? []
      : [{ name: `${anchor(process)}.svg`, content: `${drawDiagram(diagram, drawn)}\n` }];
  });
}

const legend = `<ul class="legend">
<li><i class="key passed"></i>passed, and how often</li>
<li><i class="key waiting"></i>entered, never completed</li>
<li><i class="key missed"></i>never passed</li>
<li><i class="key alarm"></i>incidents</li></ul>`;

function processSection(process: ProcessCoverage, model: BpmnModel | undefined): string {
  const { processId, name, resourceName, instances } = process;
  const markOf = marker(process);
  const diagrams = model === undefined ? [] : diagramsOf(model, processId);
  const pictures = diagrams.map(
    (diagram) =>
      `<div class="picture">${drawDiagram(diagram, { markOf, label: `Diagram of ${name}` })}</div>`,
  );
  const body = pictures.length > 0 ? pictures.join('\n') : list(process, model);
  return `<section id="${anchor(process)}">
<h2>${escapeMarkup(name)}</h2>
<p class="facts"><code>${escapeMarkup(processId)}</code> in <code>${escapeMarkup(resourceName)}</code>, ${instances} ${instances === 1 ? 'instance' : 'instances'}</p>
<dl><dt>Flow nodes</dt><dd>${bar(process.flowNodes)}</dd><dt>Sequence flows</dt><dd>${bar(process.sequenceFlows)}</dd></dl>
${body}
${missedList('Flow nodes never passed', process.flowNodes)}
${missedList('Sequence flows never taken', process.sequenceFlows)}
${incidentList(process)}
</section>`;
}

/** The diagrams that show something of a process: a file may draw several. */
function diagramsOf(model: BpmnModel, processId: string): readonly Diagram[] {
  const process = model.processes.find(({ id }) => id === processId);
  const ids = new Set(process === undefined ? [] : flowNodes(process).map(({ id }) => id));
  return readDiagrams(model).filter(({ shapes }) =>
    shapes.some(({ elementId }) => ids.has(elementId)),
  );
}

function marker(process: ProcessCoverage): (elementId: string) => Mark | undefined {
  const elements = new Map(Object.entries(process.elements));
  const flows = new Map(Object.entries(process.flows));
  const missed = new Set(
    [...process.flowNodes.missed, ...process.sequenceFlows.missed].map(({ id }) => id),
  );
  return (elementId) => {
    const taken = flows.get(elementId);
    const { entered, completed, incidents, incident } = elements.get(elementId) ?? untouched;
    const alarm = incidents > 0 ? { alarm: `! ${incidents}` } : {};
    const trouble = incidents > 0 ? `\n${incidents} incidents, the last: ${incident}` : '';
    if (taken !== undefined) {
      return { className: 'passed', badge: times(taken), title: `${elementId}: taken ${taken} times` };
    }
    if (missed.has(elementId)) {
      return { className: 'missed', title: `${elementId}: never passed${trouble}`, ...alarm };
    }
    return entered === 0
      ? undefined
      : {
          className: completed > 0 ? 'passed' : 'waiting',
          badge: times(entered),
          title: `${elementId}: entered ${entered} times, completed ${completed} times${trouble}`,
          ...alarm,
        };
  };
}

function times(count: number): string {
  return count >= 10_000 ? `${Math.floor(count / 1000)}k` : String(count);
}

/** What a model without a diagram has instead: every element with its number. */
function list(process: ProcessCoverage, model: BpmnModel | undefined): string {
  const found = model?.processes.find(({ id }) => id === process.processId);
  if (found === undefined) {
    return '<p>The model could not be read.</p>';
  }
  const markOf = marker(process);
  const flows = flowScopes(found).flatMap(({ flowElements }) => flowElements.flows);
  const rows = [...flowNodes(found), ...flows].map(({ id, name = '', kind }) => {
    const mark = markOf(id);
    return `<tr class="${mark?.className ?? 'missed'}"><td><i class="key ${mark?.className ?? 'missed'}"></i><code>${escapeMarkup(id)}</code></td><td>${escapeMarkup(name)}</td><td>${escapeMarkup(kind)}</td><td class="number">${mark?.badge ?? '0'}</td></tr>`;
  });
  return `<p>The model has no diagram.</p>
<table><thead><tr><th>Element</th><th>Name</th><th>Kind</th><th class="number">Passed</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}

function missedList(title: string, share: Share): string {
  if (share.missed.length === 0) {
    return '';
  }
  const items = share.missed.map(
    ({ id, name }) =>
      `<li><code>${escapeMarkup(id)}</code>${name === '' ? '' : ` ${escapeMarkup(name)}`}</li>`,
  );
  return `<details open><summary>${title} (${share.missed.length})</summary><ul>${items.join('')}</ul></details>`;
}

function incidentList({ elements }: ProcessCoverage): string {
  const items = Object.entries(elements)
    .filter(([, { incidents }]) => incidents > 0)
    .map(
      ([id, { incidents, incident }]) =>
        `<li><code>${escapeMarkup(id)}</code> ${incidents}, the last: ${escapeMarkup(incident)}</li>`,
    );
  return items.length === 0
    ? ''
    : `<details><summary>Incidents</summary><ul>${items.join('')}</ul></details>`;
}

function bar({ percent, passed, total }: Omit<Share, 'missed'>): string {
  const level = percent === 100 ? 'full' : percent >= 50 ? 'some' : 'few';
  return `<span class="bar ${level}"><span style="width:${percent}%"></span></span> <b>${percent} %</b> <span class="of">${passed} of ${total}</span>`;
}

function anchor({ processId, checksum }: ProcessCoverage): string {
  return escapeMarkup(`${processId.replace(/[^\w-]/g, '_')}-${checksum.slice(0, 8)}`);
}
