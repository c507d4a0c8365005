import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { LINE_WIDTH } from '../format/line-width.ts';
import { targets } from '../lower/targets.ts';
import { engineLabels, engineNames } from '../runtime/engine-names.ts';
import { type ExitCode, exit } from './exit.ts';
import { reportFormats } from './report.ts';
import { shells } from './shells.ts';
import { version } from './version.ts';

/** Runs one command line; gives the status that the process ends with. Verbs are loaded when they are used. */
export async function runCommandLine(args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = exit.fine;
  const program = commandLine((result) => {
    code = result;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (failure) {
    if (!(failure instanceof CommanderError)) throw failure;
    return failure.exitCode === 0 ? exit.fine : exit.usage;
  }
  return code;
}

/** The verbs with their options; `end` is told how each ended. */
export function commandLine(end: (code: ExitCode) => void): Command {
  const program = new Command('archc')
    .description('Compiles networks written in .arch to models for TensorFlow.js, ONNX and TFLite.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .showHelpAfterError('(`archc help` lists what there is)')
    .exitOverride();

  const verb = (usage: string, description: string) =>
    program.command(usage).description(description).exitOverride();

  verb('build', 'compile networks to models: TensorFlow.js, ONNX, TFLite')
    .argument('<files...>', FILES)
    .addOption(networkOption())
    .addOption(setOption())
    .addOption(targetOption())
    .addOption(weightsOption())
    .addOption(orderOption())
    .addOption(seedOption())
    .addOption(
      new Option('--float16', 'store weights as 16-bit floats: half the size').conflicts('int8Weights'),
    )
    .option('--int8-weights', 'store kernels as 8-bit integers: a quarter of the size; says what it costs')
    .option('--labels <file>', 'the names of the classes, one a line, for the metadata')
    .addOption(
      outputOption(
        '-o, --output <dir>',
        'folder of the model; of several, the folder that theirs lie in (default: build/<network>)',
      ),
    )
    .addOption(
      new Option(
        '--emit <what>',
        'build nothing, and print the syntax tree, or the graph before and after each pass',
      )
        .choices(['ast', 'ir'])
        .conflicts(['output', 'float16', 'int8Weights', 'labels', 'force']),
    )
    .option('--stats', 'print how long each phase took')
    .option('--watch', 'build again whenever a file changes')
    .option('--force', 'write into a folder that archc did not write; files of other names stay')
    .addOption(formatOption())
    .action(async (files, options) => end(await (await import('./build.ts')).build(files, options)));

  verb('check', 'report everything that is wrong with files')
    .argument('<files...>', FILES)
    .option('--watch', 'check again whenever a file changes')
    .addOption(formatOption())
    .action(async (files, options) => end(await (await import('./check.ts')).check(files, options)));

  verb('lint', 'report what is odd in files, at the levels of archc.json')
    .argument('<files...>', FILES)
    .option('--fix', 'mend what can be mended without making another program of it')
    .addOption(formatOption())
    .action(async (files, options) => end(await (await import('./lint.ts')).lint(files, options)));

  verb('fmt', 'write files in the one style of the language')
    .argument('[files...]', `${FILES} (default: the current folder)`)
    .option('--check', 'write nothing; list the files that would change, and end with 1 if there are any')
    .option('--diff', 'write nothing; print what would change')
    .option('--stdin', 'read stdin and write stdout')
    .option('--stdin-path <path>', 'what stdin is called in messages')
    .addOption(countOption('--width <n>', 'how long lines may be').default(LINE_WIDTH))
    .addOption(formatOption())
    .action(async (files, options) => end(await (await import('./fmt.ts')).fmt(files, options)));

  verb('test', 'run the language tests of files')
    .argument('<files...>', FILES)
    .option('--filter <text>', 'only tests whose names contain the text')
    .addOption(formatOption())
    .action(async (files, options) => end(await (await import('./test.ts')).test(files, options)));

  verb('summary', 'list the parts of networks: shapes, parameters, multiply-accumulates (MACs)')
    .argument('<file>', 'an .arch file')
    .addOption(networkOption())
    .addOption(setOption())
    .addOption(countOption('--depth <n>', 'levels of the tree').default(1))
    .option('--json', 'print the tree as JSON')
    .addOption(formatOption())
    .action(async (file, options) => end((await import('./summary.ts')).summary(file, options)));

  verb('diff', 'say what differs between two architectures')
    .argument('<a>', 'an .arch file')
    .argument('[b]', 'another; without it, the same file with other arguments')
    .option('--network <name>', 'which network of both files')
    .option('--network-a <name>', 'which network of the first side')
    .option('--network-b <name>', 'which network of the second side')
    .addOption(setOption('--set', 'argument for both sides; may be repeated'))
    .addOption(setOption('--set-a', 'argument for the first side'))
    .addOption(setOption('--set-b', 'argument for the second side'))
    .addOption(countOption('--depth <n>', 'levels of the tree').default(1))
    .option('--json', 'print the differences as JSON')
    .addOption(formatOption())
    .action(async (a, b, options) => end((await import('./diff.ts')).diff(a, b, options)));

  verb('run', 'run a model, or an .arch file compiled in memory, on a picture')
    .argument(
      '<model-or-file>',
      'a folder that `build` wrote, its model.json or model.onnx, or an .arch file',
    )
    .addOption(new Option('--image <picture>', 'run it on a picture').conflicts('input'))
    .option('--input <file>', 'run it on the tensors of a .safetensors file, by the names of the inputs')
    .addOption(outputOption('--output <file>', 'write the outputs to a .safetensors file'))
    .option('--force', 'replace an output file that archc did not write')
    .addOption(
      new Option('--backend <name>', 'what computes').choices(['auto', ...engineNames]).default('auto'),
    )
    .addOption(countOption('--top <k>', 'how many classes are shown').default(5))
    .option('--labels <file>', 'the names of the classes, one a line')
    .addOption(networkOption())
    .addOption(setOption())
    .addOption(weightsOption())
    .addOption(orderOption())
    .addOption(seedOption())
    .addOption(formatOption())
    .action(async (path, options) => end(await (await import('./run.ts')).run(path, options)));

  verb('verify', 'compare what every target of networks computes, on everything that runs it here')
    .argument('<files...>', FILES)
    .addOption(networkOption())
    .addOption(setOption())
    .addOption(countOption('--size <n>', 'for a parameter called `size`, and for sizes that are open'))
    .addOption(toleranceOption())
    .addOption(seedOption('seed of the weights and the inputs'))
    .option('--json', 'print the results as JSON')
    .addOption(formatOption())
    .action(async (files, options) => end(await (await import('./verify.ts')).verify(files, options)));

  verb('bench', 'measure how long networks take to compile and to run, and how much memory')
    .argument('<files...>', FILES)
    .addOption(networkOption())
    .addOption(setOption())
    .addOption(countOption('--size <n>', 'for a parameter called `size`, and for sizes that are open'))
    .addOption(targetOption('what is measured', 'all'))
    .addOption(engineOption())
    .addOption(countOption('--runs <n>', 'how often each model is run').default(30))
    .addOption(new Option('--json', 'print the results as JSON').conflicts('markdown'))
    .option('--markdown', 'print the results as tables of Markdown')
    .addOption(formatOption())
    .action(async (files, options) => end(await (await import('./bench.ts')).bench(files, options)));

  // What `bench` starts to measure one model.
  program
    .command('measure', { hidden: true })
    .exitOverride()
    .action(async () => (await import('../runtime/bench-worker.ts')).serveMeasurements());

  verb('explain', 'print the page of a diagnostic code')
    .argument('<code>', 'ARC3101; the beginning of one lists the codes: ARC31')
    .action(async (code) => end((await import('./explain.ts')).explain(code)));

  verb('init', 'start a project: a network, its tests, a README')
    .argument('<dir>', 'a folder that is new or empty')
    .action(async (folder) => end(await (await import('./init.ts')).init(folder)));

  verb('lsp', 'answer an editor on stdin and stdout: the language server')
    // Clients pass it to servers that know other ways as well.
    .addOption(new Option('--stdio', 'what it does anyway').hideHelp())
    .action(async () => (await import('./lsp.ts')).lsp());

  verb('completion', 'print a script that completes this command line in a shell')
    .addArgument(new Argument('<shell>', 'the shell that reads it').choices(shells))
    .action(async (shell) => end((await import('./completion.ts')).completion(program, shell)));

  verb('help', 'print the help of a verb')
    .argument('[verb]', 'without one, what there is')
    .action((name?: string) => {
      const named =
        name === undefined
          ? program
          : program
              .createHelp()
              .visibleCommands(program)
              .find((each) => each.name() === name);
      if (!named) program.error(`error: unknown command '${name}'`);
      else named.outputHelp();
    });

  return program;
}

const FILES = 'files, folders or patterns ("nets/**/*.arch")';

function networkOption(): Option {
  return new Option('--network <name>', 'which network of the file');
}

function setOption(
  flag = '--set',
  description = 'argument for a parameter of the network; may be repeated',
): Option {
  return new Option(`${flag} <name=value>`, description)
    .argParser((text, before: ReadonlyMap<string, string>) => {
      const split = text.indexOf('=');
      if (split < 1) throw new InvalidArgumentError('Write it as name=value.');
      const name = text.slice(0, split).trim();
      if (before.has(name)) throw new InvalidArgumentError(`\`${name}\` is given twice.`);
      return new Map([...before, [name, text.slice(split + 1).trim()]]);
    })
    .default(new Map(), 'the defaults of the parameters');
}

function targetOption(what = 'what to build', initial = 'layers'): Option {
  return severalOption('--target <targets>', what, targets, initial);
}

function engineOption(): Option {
  return severalOption('--backend <names>', 'what computes', engineLabels, 'all but cpu');
}

/** Some of a few names, with commas or by repeating the option. */
function severalOption<N extends string>(
  flags: string,
  what: string,
  names: readonly N[],
  initial: string,
): Option {
  const description = `${what}; several with commas; ${initial} if it is left out`;
  return new Option(flags, description)
    .choices(names)
    .argParser((text, before: readonly N[] | undefined): readonly N[] => {
      const chosen = text.split(',').map((each) => {
        const name = names.find((known) => known === each.trim());
        if (name === undefined) throw new InvalidArgumentError(`Allowed choices are ${names.join(', ')}.`);
        return name;
      });
      return [...new Set([...(before ?? []), ...chosen])];
    });
}

function weightsOption(): Option {
  return new Option(
    '--weights <file>',
    'weights from a .safetensors file: by our names, or in PyTorch order',
  ).conflicts('seed');
}

function orderOption(): Option {
  return new Option(
    '--weights-order <file>',
    'the names of the tensors in order, one a line, for a sorted --weights file',
  );
}

function seedOption(what = 'seed of initial weights'): Option {
  return new Option('--seed <n>', `${what}; 0 if it is left out`).argParser((text) => {
    const seed = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(seed))
      throw new InvalidArgumentError('It must be an integer from 0 to 2^53 - 1.');
    return seed;
  });
}

function outputOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((path) => {
    // A script whose variable is empty does not mean the current folder.
    if (path === '') throw new InvalidArgumentError('It must be a path.');
    return path;
  });
}

function toleranceOption(): Option {
  return new Option('--tolerance <x>', 'the largest difference that is accepted, of the largest output')
    .argParser((text) => {
      const tolerance = Number(text);
      if (!(tolerance > 0 && tolerance < 1))
        throw new InvalidArgumentError('It must be a number between 0 and 1.');
      return tolerance;
    })
    .default(1e-4);
}

function countOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text) => {
    if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be an integer from 1.');
    return Number(text);
  });
}

function formatOption(): Option {
  return new Option('--format <format>', 'how diagnostics are written')
    .choices(reportFormats)
    .default('text');
}
