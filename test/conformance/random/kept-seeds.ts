/** A random process on which our engine once differed from the real 8.6.0 broker. */
export interface KeptSeed {
  readonly seed: number;
  /** What was different. */
  readonly why: string;
  /** What it came to on the broker: `outcomeDigest`, printed by `run.ts --digest SEED`. */
  readonly outcome: string;
}

/** Played offline by `kept-seeds.test.ts`. */
export const keptSeeds: readonly KeptSeed[] = [
  {
    seed: 31,
    why: 'an output collection that became a number: text and variable scope of the incident',
    outcome: '48d5e6d3e9c37244d3ce',
  },
  {
    seed: 38,
    why: 'a terminate end event beside a task that was about to complete',
    outcome: '6d34906eac2e69832f99',
  },
  {
    seed: 49,
    why: 'an output collection that became shorter: incident instead of going on',
    outcome: 'd8e26c2d98ff52d9237c',
  },
  {
    seed: 58,
    why: 'an output collection that became shorter, noticed before the completion condition',
    outcome: '04a7f885bbe3a8a6b646',
  },
  {
    seed: 65,
    why: 'a scope that is done while a token waits at a join: a modification took one off',
    outcome: '3f4cf5579a291cb975a2',
  },
  {
    seed: 73,
    why: 'a scope that is done while a token waits at a parallel join after a modification',
    outcome: '3deb1200e3871bfc8063',
  },
  {
    seed: 76,
    why: 'the variable scope of the incident of an input collection inside another loop',
    outcome: '9bc292abe988b32768f8',
  },
  {
    seed: 78,
    why: 'numberOfInstances of a parallel body whose collection changed: those that began',
    outcome: 'f0edd912dc5508f5a55b',
  },
  {
    seed: 79,
    why: 'numberOfInstances of a sequential body: those that began',
    outcome: 'd9d4b2d49629c71e2e6b',
  },
  {
    seed: 82,
    why: 'variables of end listeners stay in the flow scope: a multi-instance body',
    outcome: 'df575ad7b275a4fabe92',
  },
  {
    seed: 105,
    why: 'a scope that is done while tokens wait, after two modifications',
    outcome: '4524f54f51b96e917a41',
  },
  {
    seed: 112,
    why: 'text of a double below a thousandth: 1.0E-7',
    outcome: '2dfa0ff1ae87aaaa5050',
  },
  {
    seed: 118,
    why: 'variables of end listeners stay in the flow scope: a repeated sub-process',
    outcome: 'd6ad9db0204401dcda9c',
  },
  { seed: 131, why: 'an output collection that became empty', outcome: '40704a916bd7a19ccde1' },
  { seed: 133, why: 'an output collection that became a decimal', outcome: '5e974c9eacc55ebf3115' },
  {
    seed: 144,
    why: 'an output collection that became shorter in a sequential body',
    outcome: '4d82d982819120df9573',
  },
  {
    seed: 159,
    why: 'a modification into a body that waits with an incident',
    outcome: 'c232508b4f73d651349b',
  },
  {
    seed: 197,
    why: 'a scope that is done after a modification to an end event',
    outcome: '14f3e8f12dca405da917',
  },
  { seed: 229, why: 'retries beyond 32 bits, after an incident', outcome: '8abfdf1436953570314a' },
  { seed: 273, why: 'retries beyond 32 bits', outcome: '07b231070bec42a8854b' },
  {
    seed: 343,
    why: 'a call activity without input mappings hands on nothing, not even what a start listener set',
    outcome: '45c28b6c44d95b93a6d2',
  },
  { seed: 447, why: 'retries beyond 32 bits in a parallel body', outcome: '3d57489166a5a0ef1242' },
  {
    seed: 458,
    why: 'a gateway with two listeners that found no way: its first one again, and no other',
    outcome: '072df1860232e3206dc5',
  },
  {
    seed: 1412,
    why: 'a modification that terminates an element of a called process through its caller',
    outcome: '69708f44179f2cd3dc82',
  },
  {
    seed: 1628,
    why: 'a parallel body whose collection is none any more, while its condition holds',
    outcome: '86af13512f7550a4f083',
  },
  {
    seed: 1904,
    why: 'an escalation in an event sub-process that an escalation began',
    outcome: 'ba18c1ec76364333399e',
  },
  {
    seed: 1913,
    why: 'an instance cancelled with called processes in a repeated call activity',
    outcome: 'ed1aca6e2f3055de0371',
  },
  {
    seed: 2466,
    why: 'an error for an event sub-process of a scope that an event interrupted before',
    outcome: 'f7097adb81f8f6a67df7',
  },
];
