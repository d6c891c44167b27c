import * as s from '../../scenario/index.js';

const go = (elementId: string, ancestorElementInstanceKey = '-1') => ({
  activateInstructions: [{ elementId, ancestorElementInstanceKey }],
});
const stop = (...keys: readonly string[]) => ({
  terminateInstructions: keys.map((elementInstanceKey) => ({ elementInstanceKey })),
});

const repeated = s.model('repeated', {
  nodes: {
    start: s.start(),
    u: s.each(
      s.sub({ nodes: { us: s.start(), a: s.job('a'), b: s.job('b') }, flows: ['us a b'] }),
      { collection: '=items' },
    ),
  },
  flows: ['start u'],
});

const calling = [
  s.model('caller', {
    nodes: { start: s.start(), c: s.call('called'), after: s.job('after') },
    flows: ['start c after'],
  }),
  s.model('called', {
    nodes: {
      start: s.start(),
      u: s.sub({ nodes: { us: s.start(), a: s.job('a') }, flows: ['us a'] }),
      b: s.job('b'),
      d: s.job('d'),
    },
    flows: ['start u b d'],
  }),
];

/** Modifications in repeated scopes and in called processes. */
export const modifiedScopes = s.scenarios('1.17', {
  'modify-into-repeated': {
    shows:
      'In the one instance of a repeated subprocess; in its body and from the root it is refused.',
    run: async (c) => {
      await c.deploy(repeated);
      const instance = await c.create('repeated', { items: [1] });
      await c.modify(instance, go('b', c.element('u', 0)));
      await c.modify(instance, go('b', instance));
      await c.modify(instance, go('b'));
      await c.modify(instance, go('b', c.element('u', 1)));
      await c.complete('a');
      await c.complete('b');
    },
  },
  'modify-into-one-of-repeated': {
    shows: 'Of two instances one must be named.',
    run: async (c) => {
      await c.deploy(repeated);
      const instance = await c.create('repeated', { items: [1, 2] });
      await c.modify(instance, go('b'));
      await c.modify(instance, go('b', c.element('u', 1)));
      await c.modify(instance, stop(c.element('u', 2)));
      await c.cancel(instance);
    },
  },
  'modify-called-terminate-last': {
    shows:
      'The last element of a called process cannot be terminated, whichever instance is named.',
    run: async (c) => {
      await c.deploy(...calling);
      const instance = await c.create('caller');
      await c.modify(instance, stop(c.element('a')));
      await c.modify(c.element('called'), stop(c.element('a')));
      await c.modify(instance, { ...go('after'), ...stop(c.element('a')) });
      await c.cancel(instance);
    },
  },
  'modify-called-moves': {
    shows: 'A token in a called process can be moved, and what follows has no caller.',
    run: async (c) => {
      await c.deploy(...calling);
      await c.create('caller');
      const called = c.element('called');
      await c.modify(called, { ...go('b'), ...stop(c.element('a')) });
      await c.complete('b');
      await c.complete('d');
      await c.complete('after');
    },
  },
  'modify-terminates-elsewhere': {
    shows:
      'Elements of another instance are terminated: the called process, then the call activity.',
    run: async (c) => {
      await c.deploy(...calling);
      const first = await c.create('caller');
      await c.modify(first, stop(c.element('called')));
      const second = await c.create('caller');
      await c.modify(c.element('called'), stop(c.element('c')));
      await c.cancel(first);
      await c.cancel(second);
    },
  },
});
