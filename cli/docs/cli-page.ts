import { allVerbs } from '../all-verbs.js';
import { settingVariables } from '../config/settings.js';
import { runCli } from '../run-cli.js';

/**
 * The text of docs/cli.md with its generated parts made anew: what stands between `<!-- NAME -->` and
 * `<!-- /NAME -->` for the list of verbs, the help of each, and the variables of the environment.
 * Everything else is kept.
 */
export async function cliPage(text: string): Promise<string> {
  const sections: string[] = [];
  for (const { command } of allVerbs) {
    sections.push(await verbSection(command));
  }
  const parts: Readonly<Record<string, string>> = {
    verbs: verbTable(),
    variables: variableTable(),
    help: sections.join('\n\n'),
  };
  return Object.entries(parts).reduce((page, [name, part]) => replacePart(page, name, part), text);
}

function replacePart(page: string, name: string, part: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = page.indexOf(open);
  const to = page.indexOf(close);
  if (from < 0 || to < from) {
    throw new Error(`docs/cli.md has no part between ${open} and ${close}`);
  }
  return `${page.slice(0, from + open.length)}\n\n${part}\n\n${page.slice(to)}`;
}

function verbTable(): string {
  const rows = allVerbs.map(({ command, describe }) => {
    const name = command.split(' ')[0] ?? '';
    return `| [\`${command}\`](#jobwright-${name}) | ${describe} |`;
  });
  return ['| verb | what it does |', '|---|---|', ...rows].join('\n');
}

function variableTable(): string {
  const rows = Object.entries(settingVariables).map(
    ([name, { key, takes }]) => `| \`${name}\` | \`${key}\` | ${takes} |`,
  );
  return ['| variable | key of the config | takes |', '|---|---|---|', ...rows].join('\n');
}

async function verbSection(command: string): Promise<string> {
  const name = command.split(' ')[0] ?? '';
  const lines: string[] = [];
  await runCli([name, '--help'], {
    version: '',
    context: {
      out: (line) => lines.push(line),
      err: (line) => lines.push(line),
      env: {},
      cwd: '/',
    },
  });
  return `### jobwright ${name}\n\n\`\`\`\n${lines.join('\n').trim()}\n\`\`\``;
}
