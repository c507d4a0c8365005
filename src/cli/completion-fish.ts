import type { CompletedOption, Completions, Value } from './completions.ts';

/** fish asks each line of the script whether it holds for the command line at hand. */
export function fishCompletion({ options, verbs }: Completions): string {
  const lines = [
    ...options.map((option) => optionLine('__archc_verb', option)),
    ...verbs.map(
      ({ name, description }) => `complete -c archc -n __archc_verb -a ${name} -d ${quoted(description)}`,
    ),
  ];
  for (const { name, options, positions } of verbs) {
    const condition = `__archc_verb ${name}`;
    lines.push('', ...options.map((option) => optionLine(condition, option)));
    for (const [index, { value, rest }] of positions.entries()) {
      if (value.kind === 'anything') continue;
      const place = rest ? condition : `${condition}; and __archc_position ${index}`;
      lines.push(`complete -c archc -n ${quoted(place)} ${actionOf(value)}`);
    }
  }
  return `# Completion of archc for fish. In ~/.config/fish/config.fish:  archc completion fish | source

# The words that are neither options nor their values: the verb and what it works on.
function __archc_words
    set -l words (commandline -opc)
    set -l value no
    for word in $words[2..-1]
        if test $value = yes
            set value no
        else if string match -q -- '-*' $word
            contains -- $word ${valuedFlags(verbs.flatMap((verb) => verb.options))}; and set value yes
        else
            echo $word
        end
    end
end

# Whether the verb is this one; without one, whether there is none yet.
function __archc_verb
    set -l words (__archc_words)
    test "$words[1]" = "$argv[1]"
end

# Whether the next word is this one of those behind the verb, counted from 0.
function __archc_position
    test (count (__archc_words)) -eq (math $argv[1] + 1)
end

# Several words with commas: those before the last comma stay.
function __archc_several
    set -l before (commandline -ct | string replace -r '^--[^=]*=' '' | string replace -r '[^,]*$' '')
    for word in $argv
        contains -- $word (string split , -- "$before"); or printf '%s\\n' "$before$word"
    end
end

complete -c archc -f
${lines.join('\n')}
`;
}

/** Flags that mean the same in every verb; a switch of one verb is never an option with a value in another. */
function valuedFlags(options: readonly CompletedOption[]): string {
  return [...new Set(options.filter(({ value }) => value).flatMap(({ flags }) => flags))].join(' ');
}

function optionLine(condition: string, { flags, description, value }: CompletedOption): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const action = value ? ` ${value.kind === 'anything' ? '-x' : `-r ${actionOf(value)}`}` : '';
  return `complete -c archc -n ${quoted(condition)} ${names.join(' ')}${action} -d ${quoted(description)}`;
}

function actionOf(value: Value): string {
  switch (value.kind) {
    case 'words':
      return `-f -a ${quoted(value.several ? `(__archc_several ${value.words.join(' ')})` : value.words.join(' '))}`;
    case 'files':
      return '-F';
    case 'sources':
      return "-k -f -a '(__fish_complete_suffix .arch)'";
    case 'folders':
      return "-f -a '(__fish_complete_directories)'";
    case 'anything':
      return '-f';
  }
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
