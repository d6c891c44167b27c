import type { VerbOption } from './usage/verb-options.js';

/** Shells that a completion script can be made for. */
export const shells = ['bash', 'zsh'] as const;

/** A verb as a completion script knows it. */
export interface CompletedVerb {
  readonly name: string;
  readonly describe: string;
  readonly options: readonly VerbOption[];
  /** Words it takes besides files. */
  readonly words: readonly string[];
}

/**
 * A script that completes verbs, their options and the values that an option can have; anything else
 * completes to files. It holds all words itself, so that no program starts at each press of the key.
 */
export function completionScript(
  shell: (typeof shells)[number],
  verbs: readonly CompletedVerb[],
): string {
  return shell === 'bash' ? bashScript(verbs) : zshScript(verbs);
}

function bashScript(verbs: readonly CompletedVerb[]): string {
  const values = choicesOf(verbs);
  return [
    '# Completion of jobwright for bash: source <(jobwright completion bash)',
    '_jobwright() {',
    '  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" words=""',
    '  case "$previous" in',
    ...[...values].map(
      ([name, choices]) =>
        `    --${name}) COMPREPLY=($(compgen -W "${choices.join(' ')}" -- "$current")); return ;;`,
    ),
    '  esac',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    words="${verbs.map(({ name }) => name).join(' ')} --help --version"`,
    '  else',
    '    case "${COMP_WORDS[1]}" in',
    ...verbs.map(({ name, options, words }) => {
      const all = [...words, ...options.map((option) => `--${option.name}`)].join(' ');
      return `      ${name}) words="${all}" ;;`;
    }),
    '    esac',
    '  fi',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '  case "$current" in -*) ;; *) COMPREPLY+=($(compgen -f -- "$current")) ;; esac',
    '}',
    'complete -o filenames -F _jobwright jobwright',
  ].join('\n');
}

function zshScript(verbs: readonly CompletedVerb[]): string {
  return [
    '#compdef jobwright',
    '# Completion of jobwright for zsh: source <(jobwright completion zsh), after compinit',
    '_jobwright() {',
    '  if (( CURRENT == 2 )); then',
    '    local -a verbs=(',
    ...verbs.map(({ name, describe }) => `      ${quoted(`${name}:${describe}`)}`),
    '    )',
    '    _describe verb verbs',
    '    _files',
    '    return',
    '  fi',
    '  case "${words[2]}" in',
    ...verbs.map(({ name, options, words }) => {
      const specs = [
        ...options.map((option) => `      ${zshOption(option)}`),
        ...(words.length === 0
          ? [`      ${quoted('*:file:_files')}`]
          : [`      ${quoted(`2:word:(${words.join(' ')})`)}`]),
      ];
      return `    ${name}) _arguments \\\n${specs.join(' \\\n')} ;;`;
    }),
    '  esac',
    '}',
    'compdef _jobwright jobwright',
  ].join('\n');
}

function zshOption({ name, describe, takes, choices }: VerbOption): string {
  const text = describe.replace(/[[\]:\\]/g, ' ');
  const value = choices.length > 0 ? `:value:(${choices.join(' ')})` : ':value:_files';
  return quoted(`--${name}[${text}]${takes === 'flag' ? '' : value}`);
}

function choicesOf(verbs: readonly CompletedVerb[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { name, choices } of verbs.flatMap(({ options }) => options)) {
    if (choices.length > 0) {
      found.set(name, choices);
    }
  }
  return found;
}

/** One word of the shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
