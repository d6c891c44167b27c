import { completionScript, shells, type CompletedVerb } from '../completion-script.js';
import { exitCodes } from '../exit-code.js';
import { optionsOf } from '../usage/verb-options.js';
import { defineVerb } from '../verb.js';
import { verbList } from '../verb-list.js';

/** `jobwright completion`: a script for the shell, made from the verbs and their options. */
export const verb = defineVerb({
  options: (yargs) =>
    yargs
      .positional('shell', {
        describe: 'shell to complete in',
        choices: shells,
        default: 'bash' as const,
      })
      .example('source <($0 completion bash)', 'in ~/.bashrc')
      .example('source <($0 completion zsh)', 'in ~/.zshrc, after compinit')
      .epilogue('The script starts nothing: it holds all words. Print it again after an update.'),
  run: async ({ shell }, context) => {
    const verbs: CompletedVerb[] = [];
    for (const { command, describe, load } of verbList) {
      const name = command.split(' ')[0] ?? '';
      const { options } = optionsOf(await load(), command);
      verbs.push({ name, describe, options, words: [] });
    }
    const itself = {
      name: 'completion',
      describe: 'print this script',
      options: [],
      words: shells,
    };
    context.out(completionScript(shell, [...verbs, itself]));
    return exitCodes.ok;
  },
});
