import { verbList, type VerbEntry } from './verb-list.js';

/** Every verb of `jobwright`. `completion` stands apart because it reads the list of the others. */
export const allVerbs: readonly VerbEntry[] = [
  ...verbList,
  {
    command: 'completion [shell]',
    describe: 'print a script that completes verbs and options in bash or zsh',
    load: async () => (await import('./verbs/completion.js')).verb,
  },
];
