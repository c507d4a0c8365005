/** One command of a scenario, and what it must do. What a scenario does not mention must be empty, or 0. */
export interface Step {
  readonly command: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

/** A readable file: what it shows, the files that are there at first, then commands with their output. */
export interface Scenario {
  readonly about: string;
  readonly files: ReadonlyMap<string, string>;
  readonly steps: readonly Step[];
}

/**
 * Reads a scenario. Sections begin with a line `=== file NAME`, `=== run COMMAND`, `=== stdout`, `=== stderr` or
 * `=== status N`; the last three belong to the command above them.
 */
export function readScenario(text: string): Scenario {
  const [about = '', ...sections] = text.split(/^=== /m);
  const files = new Map<string, string>();
  const steps: { command: string; stdout: string; stderr: string; status: number }[] = [];
  for (const section of sections) {
    const [head = '', ...rest] = section.split('\n');
    const [keyword = '', ...words] = head.split(' ');
    const argument = words.join(' ');
    const body = rest.join('\n').replace(/\n*$/, '\n').replace(/^\n$/, '');
    const step = steps[steps.length - 1];
    if (keyword === 'file') files.set(argument, body);
    else if (keyword === 'run') steps.push({ command: argument, stdout: '', stderr: '', status: 0 });
    else if (step && (keyword === 'stdout' || keyword === 'stderr')) step[keyword] = body;
    else if (step && keyword === 'status') step.status = Number(argument);
    else throw new Error(`a scenario cannot have a section "${head}" here`);
  }
  if (steps.length === 0) throw new Error('a scenario without a command shows nothing');
  return { about: about.trim(), files, steps };
}

export function writeScenario({ about, files, steps }: Scenario): string {
  const sections = [...files].map(([name, text]) => `=== file ${name}\n${text}\n`);
  for (const { command, stdout, stderr, status } of steps) {
    sections.push(`=== run ${command}\n`);
    if (stdout !== '') sections.push(`=== stdout\n${stdout}`);
    if (stderr !== '') sections.push(`=== stderr\n${stderr}`);
    if (status !== 0) sections.push(`=== status ${status}\n`);
    sections.push('\n');
  }
  return `${about}\n\n${sections.join('').trimEnd()}\n`;
}

/** Whether a text is what was expected: `[..]` stands for a part of a line, a line `...` for any number of lines. */
export function matches(text: string, expected: string): boolean {
  const pattern = expected
    .split(/(^\.\.\.\n|\[\.\.\])/m)
    .map((piece) => {
      if (piece === '...\n') return '(?:.*\\n)*?';
      return piece === '[..]' ? '.*?' : piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${pattern}$`).test(text);
}
