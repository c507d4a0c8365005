import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { targets } from '../lower/targets.ts';
import { backendNames } from '../runtime/backends.ts';
import { type ExitCode, exit } from './exit.ts';
import { reportFormats } from './report.ts';
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

function commandLine(end: (code: ExitCode) => void): Command {
  const program = new Command('archc')
    .description('Compiles networks written in .arch to models that run on TensorFlow.js.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [verb]', 'print the help of a verb')
    .showHelpAfterError('(`archc help` lists what there is)')
    .exitOverride();

  const verb = (usage: string, description: string) =>
    program.command(usage).description(description).exitOverride();

  verb('build', 'compile networks to folders that TensorFlow.js loads')
    .argument('<files...>', FILES)
    .addOption(networkOption())
    .addOption(setOption())
    .addOption(new Option('--target <target>', 'what to build').choices(targets).default('layers'))
    .addOption(weightsOption())
    .addOption(orderOption())
    .addOption(seedOption())
    .option('--float16', 'store weights as 16-bit floats: half the size')
    .option(
      '-o, --output <dir>',
      'folder of the model; of several, the folder that theirs lie in (default: build/<network>)',
    )
    .option('--watch', 'build again whenever a file changes')
    .option('--force', 'write into a folder that archc did not write; files of other names stay')
    .addOption(formatOption())
    .action(async (files, options) => end(await (await import('./build.ts')).build(files, options)));

  verb('check', 'report everything that is wrong with files')
    .argument('<files...>', FILES)
    .option('--watch', 'check again whenever a file changes')
    .addOption(formatOption())
    .action(async (files, options) => end(await (await import('./check.ts')).check(files, options)));

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

  verb('run', 'run a model, or an .arch file compiled in memory, on a picture')
    .argument('<model-or-file>', 'a folder that `build` wrote, its model.json, or an .arch file')
    .addOption(new Option('--image <picture>', 'run it on a picture').conflicts('input'))
    .option('--input <file>', 'run it on the tensors of a .safetensors file, by the names of the inputs')
    .option('--output <file>', 'write the outputs to a .safetensors file')
    .option('--force', 'replace an output file that archc did not write')
    .addOption(
      new Option('--backend <name>', 'what computes').choices(['auto', ...backendNames]).default('auto'),
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

  verb('explain', 'print the page of a diagnostic code')
    .argument('<code>', 'ARC3101; the beginning of one lists the codes: ARC31')
    .action(async (code) => end((await import('./explain.ts')).explain(code)));

  verb('init', 'start a project: a network, its tests, a README')
    .argument('<dir>', 'a folder that is new or empty')
    .action(async (folder) => end(await (await import('./init.ts')).init(folder)));

  return program;
}

const FILES = 'files, folders or patterns ("nets/**/*.arch")';

function networkOption(): Option {
  return new Option('--network <name>', 'which network of the file');
}

function setOption(): Option {
  return new Option('--set <name=value>', 'argument for a parameter of the network; may be repeated')
    .argParser((text, before: ReadonlyMap<string, string>) => {
      const split = text.indexOf('=');
      if (split < 1) throw new InvalidArgumentError('write it as name=value.');
      const name = text.slice(0, split).trim();
      if (before.has(name)) throw new InvalidArgumentError(`\`${name}\` is given twice.`);
      return new Map([...before, [name, text.slice(split + 1).trim()]]);
    })
    .default(new Map(), 'the defaults of the parameters');
}

function weightsOption(): Option {
  return new Option(
    '--weights <file>',
    'weights from a .safetensors file: by our names, or in PyTorch order',
  );
}

function orderOption(): Option {
  return new Option(
    '--weights-order <file>',
    'the names of the tensors in order, one a line, for a sorted --weights file',
  );
}

function seedOption(): Option {
  return new Option('--seed <n>', 'seed of initial weights')
    .argParser((text) => {
      const seed = Number(text);
      if (!/^\d+$/.test(text) || !Number.isSafeInteger(seed))
        throw new InvalidArgumentError('it must be an integer from 0 to 2^53 - 1.');
      return seed;
    })
    .default(0);
}

function countOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text) => {
    if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('it must be an integer from 1.');
    return Number(text);
  });
}

function formatOption(): Option {
  return new Option('--format <format>', 'how diagnostics are written')
    .choices(reportFormats)
    .default('text');
}
