import type { Fix, Label } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { equalShapes, formatShape, type Shape } from '../ir/shape.ts';
import { equalSizes, formatSize, type Size } from '../ir/size.ts';
import { multiplesOf } from '../ops/rules.ts';
import type * as ast from '../parser/ast.ts';
import { type Span, span, spanText } from '../source/source.ts';
import { formatValue } from '../values/coerce.ts';
import { isUnknown, UNKNOWN_VALUE, type Value } from '../values/value.ts';
import { define, type Tensor } from './environment.ts';
import { evaluate } from './evaluate.ts';
import { producerLabels } from './graph.ts';
import type { BlockLayer } from './made-layers.ts';
import { ratioOf } from './operators.ts';
import { type Frame, report, type Site } from './state.ts';

/** A size as a value of the language: an int, or a symbolic size. */
export function valueOfSize(size: Size): Value {
  return typeof size === 'number' ? size : { kind: 'size', size: { numerator: size, denominator: 1 } };
}

/** A value as a size; undefined if it is none. */
export function sizeOfValue(value: Value): Size | undefined {
  const ratio = ratioOf(value);
  return ratio?.denominator === 1 ? ratio.numerator : undefined;
}

/**
 * Binds the names of the input half to the sizes of the tensor. A parameter that was given must agree with the
 * tensor; false where something does not, as reported at the call.
 */
export function bindInput(outer: Frame, site: Site, target: BlockLayer, input: Tensor, call: Span): boolean {
  const { declaration } = target.global;
  const { signature } = declaration;
  if (!signature) return true;
  const { items } = signature.input;
  if (!input.shape) {
    for (const item of items) bindUnknown(site, item);
    return true;
  }
  if (input.shape.length !== items.length) {
    for (const item of items) bindUnknown(site, item);
    const expected = `a tensor of ${items.length} axes, ${spanText(signature.input.span)}`;
    mismatch(outer, site, expected, input.shape, call, producerLabels([input], call));
    return false;
  }
  let matched = true;
  for (const [i, item] of items.entries()) {
    const size = input.shape[i] ?? 0;
    if (item.kind !== 'name') continue;
    const earlier = knownSize(site, item);
    if (earlier === undefined) {
      define(site.env, item.name, valueOfSize(size));
      continue;
    }
    const told = sizeOfValue(earlier);
    if (isUnknown(earlier) || (told !== undefined && equalSizes(told, size))) continue;
    matched = false;
    const place = target.places(item.name);
    if (place) {
      const axis =
        i === items.length - 1
          ? 'channels'
          : i === 0 && items.length === 3
            ? 'rows'
            : i === 1 && items.length === 3
              ? 'columns'
              : `along axis ${i}`;
      report(
        outer,
        diagnostic(
          'ARC3102',
          place,
          {
            block: declaration.name.name,
            name: item.name,
            told: formatValue(earlier),
            found: formatSize(size),
            axis,
          },
          {
            label: `${formatValue(earlier)} here`,
            labels: producerLabels([input], call),
            help: [
              `leave \`${item.name}\` out and it is taken from the tensor, or write ${item.name} = ${formatSize(size)}`,
            ],
            fixes: sizeFixes(place, item.name, size),
          },
        ),
      );
    } else {
      mismatch(
        outer,
        site,
        `${spanText(signature.input.span)} with ${item.name} = ${formatValue(earlier)}`,
        input.shape,
        call,
        producerLabels([input], call),
      );
    }
  }
  return matched;
}

/** What can be done about an argument that is not the size that the tensor has. */
function sizeFixes(argument: Span, name: string, size: Size): Fix[] {
  const { source, start, end } = argument;
  const written = spanText(argument);
  const isNamed = written.startsWith(name) && written.slice(name.length).trimStart().startsWith('=');
  const fixes: Fix[] = [];
  if (isNamed) {
    const behind = /^\s*,[ \t]*/.exec(source.text.slice(end))?.[0].length ?? 0;
    const before = /,\s*$/.exec(source.text.slice(0, start))?.[0].length ?? 0;
    const whole = behind > 0 ? span(source, start, end + behind) : span(source, start - before, end);
    const title = `leave \`${name}\` out`;
    fixes.push({ title, unsafe: true, edits: [{ span: whole, text: '' }] });
  }
  if (typeof size === 'number') {
    const text = isNamed ? `${name} = ${size}` : `${size}`;
    const title = `write ${name} = ${size}`;
    fixes.push({ title, unsafe: true, edits: [{ span: argument, text }] });
  }
  return fixes;
}

/** A name that stands for a size already: a parameter that was given, a constant, or the same name again. */
function knownSize(site: Site, item: ast.NameExpression): Value | undefined {
  const own = site.env.names?.get(item.name);
  if (own !== undefined && !(typeof own === 'object' && own?.kind === 'tensor')) return own;
  const resolved = site.frame.build.program.names.get(item);
  return resolved?.kind === 'const' ? site.frame.build.constants.get(resolved.global.declaration) : undefined;
}

function bindUnknown(site: Site, item: ast.Expression): void {
  if (item.kind === 'name' && !site.env.names?.has(item.name)) define(site.env, item.name, UNKNOWN_VALUE);
}

/** The expressions of the input half, when every parameter has its value; false if one differs, as reported. */
export function checkInputSizes(
  outer: Frame,
  site: Site,
  { signature }: ast.BlockDeclaration,
  input: Tensor,
  call: Span,
): boolean {
  if (!signature || !input.shape) return true;
  for (const [i, item] of signature.input.items.entries()) {
    if (item.kind === 'name' && site.frame.build.program.names.get(item)?.kind !== 'const') continue;
    if (item.kind === 'hole') continue;
    const value = evaluate({ ...site, sizes: true }, item);
    const size = sizeOfValue(value);
    const found = input.shape[i] ?? 0;
    if (isUnknown(value) || (size !== undefined && equalSizes(size, found))) continue;
    const written = spanText(item.span);
    const meaning = written === formatValue(value) ? '' : `, where \`${written}\` is ${formatValue(value)}`;
    const expected = `${spanText(signature.input.span)}${meaning}`;
    mismatch(outer, site, expected, input.shape, call, producerLabels([input], call));
    return false;
  }
  return true;
}

function mismatch(
  outer: Frame,
  site: Site,
  expected: string,
  found: Shape,
  call: Span,
  labels: readonly Label[],
): void {
  report(
    outer,
    diagnostic('ARC3105', call, { block: site.frame.name, expected, found: formatShape(found) }, { labels }),
  );
}

/** The shape that the output half promises; undefined where it cannot be known. */
export function declaredOutput(site: Site, declaration: ast.BlockDeclaration): Shape | undefined {
  const items = declaration.signature?.output.items;
  if (!items) return undefined;
  const shape: Size[] = [];
  for (const item of items) {
    const size = sizeOfValue(evaluate({ ...site, sizes: true }, item));
    if (size === undefined) return undefined;
    shape.push(size);
  }
  return shape;
}

/** What the body produced against what the signature promises; reported at the signature. */
export function checkOutput(site: Site, declaration: ast.BlockDeclaration, result: Tensor): void {
  const { signature } = declaration;
  if (!signature || !result.shape) return;
  const promised = declaredOutput(site, declaration);
  if (!promised || equalShapes(promised, result.shape)) return;
  const labels = producerLabels([result], signature.output.span);
  report(
    site.frame,
    diagnostic(
      'ARC3106',
      signature.output.span,
      { block: declaration.name.name, expected: formatShape(promised), found: formatShape(result.shape) },
      { label: `${formatShape(promised)} here`, labels, help: multipleHelp(promised, result.shape) },
    ),
  );
}

/** Where two symbolic shapes would agree if the input were a multiple of something: says of what. */
export function multipleHelp(a: Shape, b: Shape): string[] {
  for (const [i, size] of a.entries()) {
    const help = multiplesOf(size, b[i] ?? 0);
    if (help !== undefined) return [help];
  }
  return [];
}
