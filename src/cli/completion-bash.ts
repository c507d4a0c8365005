import type { CompletedOption, CompletedVerb, Completions, Value } from './completions.ts';

/**
 * For bash 3.2, which macOS has, and up, without the package bash-completion. bash splits words at `=`, so that
 * `--target=onnx` arrives as three.
 */
export function bashCompletion({ options, verbs }: Completions): string {
  const names = verbs.map(({ name }) => name);
  const valued = verbs.flatMap((verb) =>
    verb.options.filter(({ value }) => value).map((each) => [verb, each] as const),
  );
  return `# Completion of archc for bash. In ~/.bashrc:  source <(archc completion bash)

_archc_words() {
  local word
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$1" -P "\${2-}" -- "\${cur#"\${2-}"}")
}

# Several words with commas: those before the last comma stay, and are not offered again.
_archc_several() {
  local before='' word words=''
  if [[ $cur == *,* ]]; then before=\${cur%,*},; fi
  for word in $1; do
    if [[ ,$before != *,$word,* ]]; then words+=" $word"; fi
  done
  compopt -o nospace 2>/dev/null
  _archc_words "$words" "$before"
}

# What bash expands it also completes itself.
_archc_paths() {
  local path
  if [[ $cur == *'$'* || ( $cur == '~'* && $cur != */* ) ]]; then
    compopt -o bashdefault -o default 2>/dev/null
    return
  fi
  compopt -o filenames 2>/dev/null
  while IFS= read -r path; do COMPREPLY+=("\${path#"$lead"}"); done < <(compgen "$@" -- "$lead$cur")
}

_archc() {
  local cur=\${COMP_WORDS[COMP_CWORD]} verb='' option='' position=0 joined='' ended='' lead='' i word
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    # What stands on both sides of it is one word.
    if [[ $word == [=:] ]]; then
      joined=$word
    elif [[ -n $joined ]]; then
      joined='' option=''
    elif [[ -n $option ]]; then
      option=''
    elif [[ $word == -- ]]; then
      ended=yes
    elif [[ -z $ended && $word == -* ]]; then
      case "$verb $word" in
${caseOf(
  valued.flatMap(([verb, option]) => option.flags.map((flag) => `${verb.name} ${flag}`)),
  '        ',
)}) option=$word ;;
      esac
    elif [[ -z $verb ]]; then
      verb=$word
    else
      position=$((position + 1))
    fi
  done
  if [[ $cur == [=:] ]]; then joined=$cur cur=''; fi
  word=\${COMP_WORDS[COMP_CWORD - 1]}
  if [[ -n $joined && -z $option ]]; then
    # The rest of a word that has a = or : in it: a file, unless it is an argument of a network.
    if [[ $word == [=:] ]]; then i=$((COMP_CWORD - 2)); else i=$((COMP_CWORD - 1)); fi
    if [[ $i -gt 1 && \${COMP_WORDS[i - 1]} == --set* ]]; then return; fi
    lead=\${COMP_WORDS[i]}$joined position=$((position - 1))
  fi

  if [[ $word == '<' || $word == '>' || $word == '>>' || $word == '&>' ]]; then
    _archc_paths -f
  elif [[ -n $option ]]; then
    case "$verb $option" in
${valued.map(([verb, option]) => valueCase(verb, option)).join('\n')}
    esac
  elif [[ -z $ended && $cur == -* ]]; then
    case "$verb" in
      '') _archc_words ${quoted(flagsOf(options))} ;;
${verbs.map((verb) => `      ${verb.name}) _archc_words ${quoted(flagsOf(verb.options))} ;;`).join('\n')}
    esac
  elif [[ -z $verb ]]; then
    _archc_words ${quoted(names)}
  else
    case "$verb $position" in
${verbs.flatMap(positionCases).join('\n')}
    esac
  fi
}

complete -F _archc archc
`;
}

function caseOf(patterns: readonly string[], indent: string): string {
  return patterns.map((pattern) => `${indent}'${pattern}'`).join(' | \\\n');
}

function valueCase({ name }: CompletedVerb, { flags, value }: CompletedOption): string {
  const patterns = flags.map((flag) => `'${name} ${flag}'`).join(' | ');
  return `      ${patterns}) ${value ? actionOf(value) : ':'} ;;`;
}

function positionCases({ name, positions }: CompletedVerb): readonly string[] {
  return positions.map(({ value, rest }, index) => {
    const pattern = rest ? `'${name} '*` : `'${name} ${index}'`;
    return `      ${pattern}) ${actionOf(value)} ;;`;
  });
}

function actionOf(value: Value): string {
  switch (value.kind) {
    case 'words':
      return `_archc_${value.several ? 'several' : 'words'} ${quoted(value.words)}`;
    case 'files':
      return '_archc_paths -f';
    case 'sources':
      return `_archc_paths -f -X '!*.arch'; _archc_paths -d`;
    case 'folders':
      return '_archc_paths -d';
    case 'anything':
      return ':';
  }
}

function flagsOf(options: readonly CompletedOption[]): readonly string[] {
  return options.flatMap(({ flags }) => flags);
}

function quoted(words: readonly string[]): string {
  return `'${words.join(' ')}'`;
}
