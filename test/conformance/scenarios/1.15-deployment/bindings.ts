import * as s from '../../scenario/index.js';

const tagged = (tag: string): readonly string[] =>
  tag === '' ? [] : [`<zeebe:versionTag value="${tag}" />`];
/** One version of a process, a decision and a form of ids that only one scenario has; `content` makes them differ. */
const version = (form: string, content: string, tag = ''): readonly s.Resource[] => [
  s.model(
    `callee-${form}`,
    { nodes: { start: s.start(), end: s.end(), [`n${content}`]: s.pass() }, flows: ['start end'] },
    tagged(tag),
  ),
  {
    name: 'price.dmn',
    content: `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="prices-${form}" name="prices" namespace="n">
<decision id="price-${form}" name="price">${tag === '' ? '' : `<extensionElements>${tagged(tag).join('')}</extensionElements>`}<literalExpression id="l"><text>${content}</text></literalExpression></decision>
</definitions>`,
  },
  {
    name: `${form}.form`,
    content: JSON.stringify({
      id: form,
      ...(tag === '' ? {} : { versionTag: tag }),
      content,
      components: [],
    }),
  },
];
const binding = (bindingType: string, versionTag = ''): Readonly<Record<string, string>> => ({
  bindingType,
  ...(versionTag === '' ? {} : { versionTag }),
});
/** A process that uses all three. */
const user = (form: string, id: string, more: Readonly<Record<string, string>>): s.Resource =>
  s.model(id, {
    nodes: {
      start: s.start(),
      call: s.call(`callee-${form}`, more),
      rule: s.rule(`price-${form}`, 'r', more),
      ask: s.userTask(form, more),
    },
    flows: ['start call', 'start rule', 'start ask'],
  });

/** Which version of what it uses a process gets. */
export const bindings = s.scenarios('1.15', {
  'binding-deployment': {
    shows: 'What was deployed together stays together; apart it is an incident.',
    run: async (c) => {
      await c.deploy(...version('ask1', '1'), user('ask1', 'together', binding('deployment')));
      await c.deploy(...version('ask1', '2'));
      await c.create('together');
      await c.deploy(user('ask1', 'apart', binding('deployment')));
      await c.create('apart');
    },
  },
  'binding-version-tag': {
    shows: 'Of the versions with a tag the newest is used; none is an incident.',
    run: async (c) => {
      await c.deploy(...version('ask2', '1', 'old'));
      await c.deploy(...version('ask2', '2', 'old'));
      await c.deploy(...version('ask2', '3', 'new'));
      await c.deploy(user('ask2', 'tagged', binding('versionTag', 'old')));
      await c.deploy(user('ask2', 'untagged', binding('versionTag', 'nobody')));
      await c.create('tagged');
      await c.create('untagged');
    },
  },
  'delete-decision-and-form': {
    deletes: true,
    shows:
      'They can be deleted while an instance uses them: the version before is the latest again.',
    run: async (c) => {
      await c.deploy(...version('ask3', '1'), user('ask3', 'using', {}));
      await c.deploy(...version('ask3', '2'));
      await c.create('using');
      for (const { valueType, intent, value } of [...c.records()].reverse()) {
        const isNewest = intent === 'CREATED' && value.resourceName !== 'callee-ask3.bpmn';
        const key = value.decisionRequirementsKey ?? value.formKey;
        if (
          isNewest &&
          (valueType === 'FORM' || valueType === 'DECISION_REQUIREMENTS') &&
          (value.version === 2 || value.decisionRequirementsVersion === 2)
        ) {
          await c.deleteResource(String(key));
        }
      }
      await c.create('using');
      await c.deploy(...version('ask3', '3'));
    },
  },
});
