import { Bed } from './bed.js';
import { processXml } from './process-xml.js';

const assigned = (text: string) => `<zeebe:assignmentDefinition ${text}/>`;
const scheduled = (text: string) => `<zeebe:taskSchedule ${text}/>`;
const priority = (text: string) => `<zeebe:priorityDefinition priority="${text}"/>`;
const form = (text: string) => `<zeebe:formDefinition ${text}/>`;

function model(extension: string): string {
  return processXml('p', {
    nodes: [
      { tag: 'startEvent', id: 's' },
      { tag: 'userTask', id: 'u', extension: `<zeebe:userTask/>${extension}` },
      { tag: 'endEvent', id: 'e' },
    ],
    flows: ['s->u', 'u->e'],
  });
}

async function reach(extension: string): Promise<Bed> {
  const bed = await Bed.open();
  await bed.deploy(['p.bpmn', model(extension)]);
  await bed.run('PROCESS_INSTANCE_CREATION', 'CREATE', { bpmnProcessId: 'p' });
  return bed;
}

const noVariable =
  ' The evaluation reported the following warnings:\n' +
  "[NO_VARIABLE_FOUND] No variable found with name 'nope'";
const notAString = (text: string, was: string) =>
  `Expected result of the expression '${text}' to be 'STRING', but was '${was}'.`;

/** Incident texts of Camunda 8.6.0, as a real broker gave them. */
const refused: readonly (readonly [extension: string, message: string])[] = [
  [assigned('assignee="=null"'), notAString('null', 'NULL')],
  [assigned('assignee="=nope"'), notAString('nope', 'NULL') + noVariable],
  [
    assigned('candidateGroups="=&quot;a&quot;"'),
    `Expected result of the expression '"a"' to be 'ARRAY', but was 'STRING'.`,
  ],
  [
    assigned('candidateUsers="=[&quot;a&quot;,null]"'),
    `Expected result of the expression '["a",null]' to be 'ARRAY' containing 'STRING' items, but was 'ARRAY' containing at least one non-'STRING' item.`,
  ],
  [
    scheduled('dueDate="=&quot;soon&quot;"'),
    `Invalid date-time format 'soon' for expression '"soon"'`,
  ],
  [
    scheduled('followUpDate="=&quot;2030-01-01T10:00:00&quot;"'),
    `Invalid date-time format '2030-01-01T10:00:00' for expression '"2030-01-01T10:00:00"'`,
  ],
  [
    scheduled('dueDate="=5"'),
    "Expected result of the expression '5' to be one of '[NULL, DATE_TIME, STRING]', but was 'NUMBER'.",
  ],
  [priority('=150'), "Expected priority to be in the range [0,100] but was '150'."],
  [
    priority('=1.7'),
    "Expected result of the expression '1.7' to be an integer, but was a decimal.",
  ],
  [form('externalReference="=1"'), notAString('1', 'NUMBER')],
  // The first of several failures is told, in Camunda's order.
  [
    `${assigned('assignee="=1"')}${scheduled('dueDate="=5"')}${priority('=200')}`,
    notAString('1', 'NUMBER'),
  ],
  [form('formId="=1"') + priority('=200'), notAString('1', 'NUMBER')],
];

describe('a native user task', () => {
  it.each(refused)('with %s has an incident that says so', async (extension, message) => {
    const bed = await reach(extension);
    expect(bed.engine.queries.userTasks()).toEqual([]);
    expect(bed.engine.queries.incidents().map((one) => one.value.errorMessage)).toEqual([message]);
  });

  it('carries dates the way Java writes them', async () => {
    const due = '=date and time(&quot;2030-01-01T10:00:00.5@Europe/Berlin&quot;)';
    const bed = await reach(scheduled(`dueDate="${due}" followUpDate="2030-01-01T00:00:00Z"`));
    const [task] = bed.engine.queries.userTasks();
    expect(task?.value).toMatchObject({
      dueDate: '2030-01-01T10:00:00.500+01:00[Europe/Berlin]',
      followUpDate: '2030-01-01T00:00Z',
    });
  });

  it('takes the newest version of its form', async () => {
    const bed = await Bed.open();
    const text = (title: string) =>
      JSON.stringify({ id: 'f', type: 'default', components: [], schemaVersion: 16, title });
    await bed.deploy(['f.form', text('one')]);
    await bed.deploy(['f.form', text('two')]);
    await bed.deploy(['p.bpmn', model(form('formId="f"'))]);
    await bed.run('PROCESS_INSTANCE_CREATION', 'CREATE', { bpmnProcessId: 'p' });
    const newest = bed.records.findLast((record) => record.valueType === 'FORM');
    expect(bed.engine.queries.userTasks()[0]?.value.formKey).toBe(newest?.key);
  });
});
