import type { CompletedOption, CompletedVerb, Completions, Position, Value } from './completions.ts';

/** A function for zsh's own system: to be sourced, or to lie in a folder of `fpath` under the name `_archc`. */
export function zshCompletion({ options, verbs }: Completions): string {
  return `#compdef archc
# Completion of archc for zsh. In ~/.zshrc, after compinit:  source <(archc completion zsh)

_archc() {
  local curcontext="$curcontext" state line
  typeset -A opt_args
  local -a verbs
  verbs=(
${verbs.map(({ name, description }) => `    ${quoted(`${name}:${description.replaceAll(':', '\\:')}`)}`).join('\n')}
  )
  _arguments -C \\
${options.map((option) => `    ${specOf(option)} \\\n`).join('')}    '1: :->verb' \\
    '*:: :->rest' && return
  case $state in
    verb) _describe -t verbs verb verbs ;;
    rest)
      curcontext="\${curcontext%:*:*}:archc-\${words[1]}:"
      case \${words[1]} in
${verbs.map(verbCase).join('\n')}
      esac
      ;;
  esac
}

# In fpath this file is the function itself; sourced, it only makes it known.
if [[ \${funcstack[1]} == _archc ]]; then
  _archc "$@"
else
  compdef _archc archc
fi
`;
}

function verbCase({ name, options, positions }: CompletedVerb): string {
  const specs = [...options.map(specOf), ...positions.map(positionSpec)];
  return `        ${name})
          _arguments -S \\
${specs.map((spec) => `            ${spec}`).join(' \\\n')}
          ;;`;
}

function specOf({ flags, description, repeats, value }: CompletedOption): string {
  const text = `[${description.replace(/[[\]\\]/g, '\\$&')}]`;
  const message = value ? `:value:${actionOf(value)}` : '';
  const suffix = (flag: string) => (value && flag.startsWith('--') ? '=' : '');
  const specs = flags.map((flag) => {
    const others = repeats ? '*' : flags.length > 1 ? `(${flags.join(' ')})` : '';
    return quoted(`${others}${flag}${suffix(flag)}${text}${message}`);
  });
  return specs.join(' ');
}

function positionSpec({ name, value, rest }: Position): string {
  return quoted(`${rest ? '*' : ''}:${name}:${actionOf(value)}`);
}

function actionOf(value: Value): string {
  switch (value.kind) {
    case 'words':
      return value.several ? `_values -s , value ${value.words.join(' ')}` : `(${value.words.join(' ')})`;
    case 'files':
      return '_files';
    case 'sources':
      return '_files -g "*.arch(-.)"';
    case 'folders':
      return '_path_files -/';
    case 'anything':
      return ' ';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
