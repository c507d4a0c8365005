import { diagnostic } from '../diagnostics/report.ts';
import { type Advice, adviceFor, replacement } from '../diagnostics/suggest.ts';
import type { OpName } from '../ops/attributes.ts';
import { ops } from '../ops/table.ts';
import type * as ast from '../parser/ast.ts';
import { spanText } from '../source/source.ts';
import { hasKind } from '../values/assignable.ts';
import { formatType } from '../values/type.ts';
import { type Context, isUnresolved, mention, reportUnknown } from './context.ts';
import { functions, isFunctionName } from './functions.ts';
import type { Callee, Global } from './program.ts';
import { describeBinding, find, findCallable, namesInScope } from './scope.ts';

export function isOpName(name: string): name is Exclude<OpName, 'input'> {
  return name !== 'input' && Object.hasOwn(ops, name);
}

/** The names of all layers and joins that a program can call. */
export const opNames: readonly string[] = Object.keys(ops).filter((name) => name !== 'input');

export function isJoin(op: OpName): boolean {
  return ops[op].takes === 'several';
}

/** What a name in front of `(` means: the nearest thing that can be called. Undefined: there is none, as reported. */
export function lookUpCallee(context: Context, callee: ast.Identifier): Callee | undefined {
  const { name } = callee;
  const local = findCallable(context.scope, name);
  if (local) {
    local.used = true;
    return { kind: 'local', name };
  }
  const global = context.module.globals.get(name);
  if (global && isCallable(context, global)) {
    mention(context, global, callee.span, name);
    return calleeOf(global);
  }
  if (isUnresolved(context, name)) return undefined;
  if (isFunctionName(name)) return { kind: 'function', name };
  if (isOpName(name)) return { kind: 'op', op: name };
  reportNotCallable(context, callee);
  return undefined;
}

/** A declaration as a callee; a constant is applied as the layer value that it holds. */
export function calleeOf(global: Global): Callee {
  const { declaration, module } = global;
  switch (declaration.kind) {
    case 'const':
      return { kind: 'const', global: { declaration, module } };
    case 'fn':
      return { kind: 'fn', global: { declaration, module } };
    case 'block':
      return { kind: 'block', global: { declaration, module } };
    case 'network':
      return { kind: 'network', global: { declaration, module } };
  }
}

function isCallable(context: Context, global: Global): boolean {
  if (global.declaration.kind !== 'const') return true;
  const type = context.findings.constantTypes.get(global.declaration);
  return type === undefined || hasKind(type, 'layer');
}

function reportNotCallable(context: Context, callee: ast.Identifier): void {
  const { name, span } = callee;
  const value = find(context.scope, name);
  if (value) {
    value.used = true;
    const what =
      value.kind === 'value'
        ? `${describeBinding(value)} of type ${formatType(value.type)}`
        : describeBinding(value);
    context.report(
      diagnostic(
        'ARC2007',
        span,
        { name, what },
        { labels: [{ span: value.span, text: `\`${name}\` is declared here` }] },
      ),
    );
    return;
  }
  const constant = context.module.globals.get(name);
  if (constant) {
    mention(context, constant, span, name);
    context.report(diagnostic('ARC2007', span, { name, what: 'a constant' }));
    return;
  }
  reportUnknown(context, callee, 'layer, block or function', () => suggestions(context, callee, true));
}

/** Says that a name means nothing where a value is expected. */
export function reportUnknownValue(context: Context, name: ast.Identifier): void {
  if (isUnresolved(context, name.name)) return;
  reportUnknown(context, name, 'value', () => suggestions(context, name, false));
}

/** "did you mean", over what could stand here; a foreign habit is translated. */
function suggestions(context: Context, { name, span }: ast.Identifier, callable: boolean): Advice {
  const foreign = foreignNames.get(name) ?? foreignNames.get(name.toLowerCase());
  if (foreign) return { help: [`here it is written \`${foreign}\``], fixes: [replacement(span, foreign)] };
  const [module] = context.findings.libraryModules(name);
  if (module) return { help: [`the standard library has it: \`import { ${name} } from "${module}"\``] };
  const locals = [...namesInScope(context.scope)].filter(
    (each) => !callable || each.kind === 'shared' || hasKind(each.type, 'layer'),
  );
  const known = [...locals.map((each) => each.name), ...context.module.globals.keys(), ...opNames];
  if (callable) known.push(...Object.keys(functions));
  return adviceFor(span, name, known);
}

/** What layers are called in PyTorch and Keras, where it is more than a letter away. */
const foreignNames: ReadonlyMap<string, string> = new Map([
  ['linear', 'dense'],
  ['fc', 'dense'],
  ['swish', 'silu'],
  ['hardswish', 'hard_swish'],
  ['hardsigmoid', 'hard_sigmoid'],
  ['conv', 'conv2d'],
  ['batchnorm2d', 'batch_norm'],
  ['batchnormalization', 'batch_norm'],
  ['bn', 'batch_norm'],
  ['maxpool2d', 'max_pool2d'],
  ['maxpooling2d', 'max_pool2d'],
  ['avgpool2d', 'avg_pool2d'],
  ['averagepooling2d', 'avg_pool2d'],
  ['adaptiveavgpool2d', 'adaptive_avg_pool2d'],
  ['globalaveragepooling2d', 'global_avg_pool'],
  ['depthwiseconv2d', 'depthwise_conv2d'],
  ['convtranspose2d', 'conv2d_transpose'],
  ['zeropadding2d', 'pad'],
  ['upsampling2d', 'upsample'],
  ['cat', 'concat'],
  ['concatenate', 'concat'],
  ['stochastic_depth', 'drop_path'],
  ['str', '"{value}"'],
  ['True', 'true'],
  ['False', 'false'],
  ['None', 'none'],
  ['null', 'none'],
]);

/** The text of an expression in messages, cut to one short line. */
export function excerpt(of: ast.Expression): string {
  const text = spanText(of.span).replace(/\s+/g, ' ');
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}
