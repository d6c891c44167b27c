import { readFile } from 'node:fs/promises';

import { diagramStyle, drawDiagram, readDiagrams } from '../../diagram/index.js';
import { readBpmn } from '../../index.js';
import { parseXml } from '../../read/parse-xml.js';
import type { XmlElement } from '../../read/xml-document.js';

const head = `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
  xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="d" targetNamespace="t">`;

const bounds = '<dc:Bounds x="10" y="20" width="100" height="80" />';

async function draw(elements: string, shapes: string): Promise<string> {
  const text = `${head}<bpmn:process id="p">${elements}</bpmn:process>
    <bpmndi:BPMNDiagram id="di"><bpmndi:BPMNPlane id="pl" bpmnElement="p">${shapes}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>`;
  const [diagram] = readDiagrams(await readBpmn(text, { file: 'drawn.bpmn' }));
  return drawDiagram(diagram!);
}

function elementIds(svg: string): readonly string[] {
  return [...svg.matchAll(/data-element-id="([^"]*)"/g)].map(([, id]) => id ?? '');
}

async function readRepositoryModel(path: string) {
  const file = new URL(`../../../${path}`, import.meta.url);
  return readBpmn(await readFile(file, 'utf8'), { file: path });
}

test('draws every shape and line of a model, lines above pools and below nodes', async () => {
  const model = await readRepositoryModel('bpmn/ticket-booking.bpmn');
  const [diagram] = readDiagrams(model);
  const ids = elementIds(drawDiagram(diagram!));

  expect(new Set(ids)).toEqual(
    new Set([...diagram!.shapes, ...diagram!.edges].map(({ elementId }) => elementId)),
  );
  expect(ids.length).toBeGreaterThan(50);
  const place = (id: string): number => ids.indexOf(id);
  expect(place('CustomerCancellation')).toBeLessThan(place('AwaitPayment_to_PaymentApproved'));
  expect(place('AwaitPayment_to_PaymentApproved')).toBeLessThan(place('AwaitPayment'));
  expect(place('AwaitPayment')).toBeLessThan(place('PaymentSilent'));
});

test('is well-formed XML that refers to nothing outside', async () => {
  const [diagram] = readDiagrams(await readRepositoryModel('cli/template/bpmn/order.bpmn'));
  const svg = drawDiagram(diagram!, { style: diagramStyle, label: 'Order & <more>' });

  const root = parseXml(svg, 'drawn.svg');
  expect(root.attributes.find(({ name }) => name === 'aria-label')?.value).toBe('Order & <more>');
  expect(svg).not.toMatch(/href|url\(|@import|<script|<image|<foreignObject/);
});

test('text of the model stays text', async () => {
  const evil = `&lt;/text>&lt;script>alert(1)&lt;/script>" onload="alert(2)' &amp;amp;`;
  const svg = await draw(
    `<bpmn:task id="t" name="${evil.replaceAll('"', '&quot;')}" />`,
    `<bpmndi:BPMNShape id="s" bpmnElement="t">${bounds.replace('80', '400')}</bpmndi:BPMNShape>`,
  );
  const names: string[] = [];
  const attributes: string[] = [];
  const visit = (element: XmlElement): void => {
    names.push(element.name);
    attributes.push(...element.attributes.map(({ name }) => name));
    element.children.forEach(visit);
  };
  visit(parseXml(svg, 'drawn.svg'));

  expect(new Set(names)).toEqual(new Set(['svg', 'g', 'rect', 'text', 'tspan']));
  expect(attributes).not.toContain('onload');
  expect(svg).toContain('&lt;/text&gt;');
});

test('leaves out what names no element, or has no sensible place', async () => {
  const shape = (element: string, inner: string): string =>
    `<bpmndi:BPMNShape id="s${element}" bpmnElement="${element}">${inner}</bpmndi:BPMNShape>`;
  const svg = await draw(
    ['a', 'b', 'c', 'd', 'e', 'ok'].map((id) => `<bpmn:task id="${id}" />`).join(''),
    [
      shape('gone', bounds),
      shape('a', ''),
      shape('b', '<dc:Bounds x="NaN" y="0" width="1" height="1" />'),
      shape('c', '<dc:Bounds x="1e300" y="0" width="1" height="1" />'),
      shape('d', '<dc:Bounds x="0" y="0" width="-1" height="1" />'),
      shape('e', '<dc:Bounds x="0" y="0" width="Infinity" height="1" />'),
      shape('ok', bounds),
      '<bpmndi:BPMNEdge id="e1" bpmnElement="ok"><di:waypoint x="1" y="1" /></bpmndi:BPMNEdge>',
    ].join(''),
  );

  expect(elementIds(svg)).toEqual(['ok']);
  expect(svg).toContain('viewBox="-14 -4 148 128"');
});

test('a name of great length is cut, and a long word broken', async () => {
  const svg = await draw(
    `<bpmn:task id="t" name="${'x'.repeat(100_000)}" />`,
    `<bpmndi:BPMNShape id="s" bpmnElement="t">${bounds}</bpmndi:BPMNShape>`,
  );

  expect(svg.length).toBeLessThan(2_000);
  expect(svg.match(/<tspan/g)).toHaveLength(6);
  expect(svg).toContain('…');
});

test('marks elements: classes, badges, what the pointer shows', async () => {
  const [diagram] = readDiagrams(await readRepositoryModel('cli/template/bpmn/order.bpmn'));
  const svg = drawDiagram(diagram!, {
    markOf: (id) =>
      id === 'ShipOrder'
        ? { className: 'passed', badge: '12', alarm: '! 3', title: 'twelve <times>' }
        : undefined,
  });

  expect(svg).toContain('<g class="shape serviceTask passed" data-element-id="ShipOrder">');
  expect(svg).toContain('<title>twelve &lt;times&gt;</title>');
  expect(svg).toMatch(/class="badge passed">.*?>12<.*?class="alarm passed">.*?>! 3</s);
});

test('a model without diagrams, or that cannot be read, has none', async () => {
  expect(readDiagrams(await readBpmn(`${head}</bpmn:definitions>`, { file: 'a' }))).toEqual([]);
  expect(readDiagrams(await readBpmn('<broken', { file: 'a' }))).toEqual([]);
});
