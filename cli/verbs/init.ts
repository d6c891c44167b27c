import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { newProject } from '../init/new-project.js';
import { exitCodes } from '../exit-code.js';
import { defineVerb } from '../verb.js';

/** `jobwright init`: a new project that passes its own tests. */
export const verb = defineVerb({
  options: (yargs) =>
    yargs
      .positional('folder', {
        describe: 'folder of the project; made if it is not there',
        type: 'string',
        demandOption: true,
      })
      .option('name', {
        describe: 'name of the package',
        type: 'string',
        defaultDescription: 'the name of the folder',
      })
      .option('force', {
        describe: 'also in a folder that is not empty; no file that is there is changed',
        type: 'boolean',
        default: false,
      })
      .option('dry-run', {
        describe: 'say what would be created, write nothing',
        type: 'boolean',
        default: false,
      })
      .example('$0 init orders', 'a process, its handlers and its tests in orders/'),
  run: async (options, context) => {
    const { folder, name, force } = options;
    const dryRun = options['dry-run'];
    const project = await newProject({
      folder: resolve(context.cwd, folder),
      ...(name === undefined ? {} : { name }),
      force,
      dryRun,
      ownFile: fileURLToPath(import.meta.url),
    });
    for (const path of project.created) {
      context.out(`${dryRun ? 'would create' : 'created'}  ${path}`);
    }
    for (const path of project.kept) {
      context.out(`kept     ${path}`);
    }
    context.err(
      dryRun
        ? 'nothing was written'
        : `${project.name} is ready. Next:\n  cd ${folder}\n  npm install\n  npm test`,
    );
    return exitCodes.ok;
  },
});
