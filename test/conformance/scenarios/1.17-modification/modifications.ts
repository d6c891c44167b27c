import * as s from '../../scenario/index.js';

const wide = s.model('wide', {
  nodes: {
    start: s.start(),
    a: s.job('a'),
    sub: s.mapped(
      s.sub({
        nodes: {
          s1: s.start(),
          b: s.job('b'),
          inner: s.sub({
            nodes: { s2: s.start(), d: s.job('d'), e2: s.end() },
            flows: ['s2 d e2'],
          }),
          e1: s.end(),
          esp: s.eventSub({
            nodes: { es: s.start(s.message('mod-esp', '=k')), ew: s.job('ew') },
            flows: ['es ew'],
          }),
        },
        flows: ['s1 b inner e1'],
      }),
      { local: '=1' },
    ),
    g: s.xor('g_end'),
    m: s.catches(s.message('mod-m', '=k')),
    end: s.end(),
  },
  flows: ['start a sub g', ['g', 'm', '=go = true'], 'g end', 'm end'],
});
const activate = (elementId: string, more: object = {}) => ({ elementId, ...more });
const instruct = (scopeId: string, variables: object) => ({
  scopeId,
  variables: JSON.stringify(variables),
});

/** Modifications of running instances. */
export const modifications = s.scenarios('1.17', {
  'modify-move': {
    shows: 'Activating one element and terminating another moves a token.',
    run: async (c) => {
      await c.deploy(wide);
      const instance = await c.create('wide', { k: 'k' });
      await c.modify(instance, {
        activateInstructions: [activate('m')],
        terminateInstructions: [{ elementInstanceKey: c.element('a') }],
      });
      await c.publish('mod-m', 'k');
    },
  },
  'modify-into-scopes': {
    shows:
      'Scopes that are missing are made, with variables and subscriptions but without mappings.',
    run: async (c) => {
      await c.deploy(wide);
      const instance = await c.create('wide', { k: 'k' });
      await c.modify(instance, {
        activateInstructions: [
          activate('d', {
            variableInstructions: [
              instruct('', { global: 1 }),
              instruct('sub', { inSub: 2 }),
              instruct('inner', { inInner: 3 }),
              instruct('d', { inD: 4 }),
            ],
          }),
        ],
      });
      await c.activate('d');
      await c.publish('mod-esp', 'k');
      await c.complete('ew');
      await c.complete('a');
    },
  },
  'modify-reuses-scope': {
    shows: 'A scope that is active once is used again; among several one must be named.',
    run: async (c) => {
      await c.deploy(wide);
      const instance = await c.create('wide', { k: 'k' });
      await c.complete('a');
      await c.modify(instance, { activateInstructions: [activate('d')] });
      const first = c.element('sub');
      await c.modify(instance, { activateInstructions: [activate('sub')] });
      await c.modify(instance, { activateInstructions: [activate('d')] });
      await c.modify(instance, {
        activateInstructions: [activate('d', { ancestorElementInstanceKey: first })],
      });
      await c.activate('d');
      await c.activate('b');
    },
  },
  'modify-terminate-last': {
    shows: 'Terminating the last child ends its scopes, and in the end the instance.',
    run: async (c) => {
      await c.deploy(wide);
      const instance = await c.create('wide', { k: 'k' });
      await c.complete('a');
      await c.complete('b');
      await c.modify(instance, {
        terminateInstructions: [{ elementInstanceKey: c.element('d') }],
      });
      await c.cancel(instance);
    },
  },
  'modify-terminate-scope-and-activate-inside': {
    shows: 'A scope ended and one of its elements begun in the same step.',
    run: async (c) => {
      await c.deploy(wide);
      const instance = await c.create('wide', { k: 'k' });
      await c.complete('a');
      await c.modify(instance, {
        activateInstructions: [activate('d')],
        terminateInstructions: [{ elementInstanceKey: c.element('b') }],
      });
      await c.modify(instance, {
        activateInstructions: [activate('g')],
        terminateInstructions: [{ elementInstanceKey: c.element('sub') }],
      });
    },
  },
  'modify-refused': {
    shows: 'What a modification may not name.',
    run: async (c) => {
      await c.deploy(wide);
      const instance = await c.create('wide', { k: 'k' });
      const tries = [
        { activateInstructions: [activate('nowhere')] },
        { activateInstructions: [activate('start')] },
        { activateInstructions: [activate('es')] },
        { activateInstructions: [activate('start_a')] },
        {
          activateInstructions: [
            activate('d', { variableInstructions: [instruct('m', { x: 1 })] }),
          ],
        },
        {
          activateInstructions: [
            activate('d', { variableInstructions: [instruct('nope', { x: 1 })] }),
          ],
        },
        {
          activateInstructions: [activate('d', { ancestorElementInstanceKey: '2251799999999999' })],
        },
        { activateInstructions: [activate('d', { ancestorElementInstanceKey: c.element('a') })] },
        { terminateInstructions: [{ elementInstanceKey: '2251799999999999' }] },
        {
          activateInstructions: [activate('a')],
          terminateInstructions: [{ elementInstanceKey: '2251799999999999' }],
        },
        {},
      ];
      for (const changes of tries) {
        await c.modify(instance, changes);
      }
      await c.modify('2251799999999999', { activateInstructions: [activate('a')] });
      await c.cancel(instance);
      await c.modify(instance, { activateInstructions: [activate('a')] });
    },
  },
  'modify-boundary-and-race': {
    shows: 'Boundary events and targets of event-based gateways are not activated.',
    run: async (c) => {
      await c.deploy(
        s.model('bound', {
          nodes: {
            start: s.start(),
            w: s.job('w'),
            b: s.boundary('w', s.timer('PT1H')),
            g: s.race(),
            t: s.catches(s.timer('PT1H')),
            m: s.catches(s.message('mod-race', '=k')),
            mi: s.each(s.job('mi'), { collection: '=[1,2]' }),
            end: s.end(),
          },
          flows: ['start w g t end', 'g m mi end', 'b end'],
        }),
      );
      const instance = await c.create('bound', { k: 'k' });
      await c.modify(instance, { activateInstructions: [activate('b')] });
      await c.modify(instance, { activateInstructions: [activate('t')] });
      await c.modify(instance, { activateInstructions: [activate('g')] });
      await c.modify(instance, { activateInstructions: [activate('mi')] });
      await c.modify(instance, {
        terminateInstructions: [{ elementInstanceKey: c.element('mi') }],
      });
    },
  },
  'modify-during-incident': {
    shows: 'A stuck element is passed over by a modification; its incident goes.',
    run: async (c) => {
      await c.deploy(wide);
      const instance = await c.create('wide', { k: 'k' });
      await c.fail('a', 0);
      await c.modify(instance, {
        activateInstructions: [
          activate('sub', { variableInstructions: [instruct('sub', { local: 'set' })] }),
        ],
        terminateInstructions: [{ elementInstanceKey: c.element('a') }],
      });
      await c.activate('b');
    },
  },
  'modify-several-at-once': {
    shows: 'Several activations in one step, of one element twice and of two in one new scope.',
    run: async (c) => {
      await c.deploy(wide);
      const instance = await c.create('wide', { k: 'k' });
      await c.modify(instance, {
        activateInstructions: [activate('b'), activate('b'), activate('d'), activate('a')],
      });
      await c.activate('b');
      await c.activate('d');
      await c.activate('a');
    },
  },
});
