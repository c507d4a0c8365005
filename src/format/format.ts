import { builders, printer } from 'prettier/doc';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type * as ast from '../parser/ast.ts';
import { parse } from '../parser/parse.ts';
import type { SourceFile } from '../source/source.ts';
import {
  type Cursor,
  closing,
  cursorOver,
  endOfLine,
  hasBlankLine,
  nextStart,
  type Problems,
  separator,
  type Token,
  untouched,
} from './cursor.ts';
import { declaration } from './declarations.ts';
import type { Doc } from './documents.ts';
import { LINE_WIDTH } from './line-width.ts';
import { isInside } from './units.ts';

const { hardline } = builders;

export interface FormatOptions {
  /** How long lines may be; 110 by default. */
  readonly width?: number;
}

export interface Formatted {
  readonly text: string;
  /** Syntax errors: what they lie in is as it was, down to single statements. */
  readonly diagnostics: readonly Diagnostic[];
}

/** After these nothing is known of the rest of a file. */
const HOPELESS: ReadonlySet<string> = new Set(['ARC0014', 'ARC0015', 'ARC0021']);

/**
 * A source in the one style of the language. The tokens stay as they are, but for commas behind the last of a list; so
 * do comments and their order. Lines end as the first one does. Where errors are too many or too deep, the whole text
 * stays as it is.
 */
export function format(source: SourceFile, { width = LINE_WIDTH }: FormatOptions = {}): Formatted {
  const { module, diagnostics } = parse(source);
  if (diagnostics.some(({ code }) => HOPELESS.has(code))) return { text: source.text, diagnostics };
  const cursor = cursorOver(source, problemsOf(source, diagnostics), width);
  const doc = layOut(cursor, module);
  const { formatted } = printer.printDocToString(doc, { printWidth: width, tabWidth: 2 });
  const lines = formatted.replace(/^\n+|\n+$/g, '');
  const text = lines === '' ? '' : `${lines}\n`;
  return { text: endsInCrlf(source) ? text.replaceAll('\n', '\r\n') : text, diagnostics };
}

export function problemsOf({ text }: SourceFile, diagnostics: readonly Diagnostic[]): Problems {
  const places = diagnostics.flatMap(({ primary }) => (primary ? [primary.span.start] : []));
  const isBrace = (place: number) =>
    text[place] === '{' &&
    diagnostics.some(({ code, primary }) => code === 'ARC0011' && primary?.span.start === place);
  return { places, braces: places.filter(isBrace) };
}

function endsInCrlf({ text }: SourceFile): boolean {
  const end = text.indexOf('\n');
  return end > 0 && text[end - 1] === '\r';
}

/** A declaration as the tokens show it: from the word that begins it to the last token before the next one. */
interface Segment {
  /** Undefined for text before the first declaration. */
  readonly word: string | undefined;
  readonly start: number;
  readonly end: number;
  /** It stays as it is. */
  readonly isBroken?: boolean;
}

function segmentsOf(tokens: readonly Token[]): readonly Segment[] {
  const segments: Segment[] = [];
  for (const { image, start, end } of tokens) {
    const last = segments[segments.length - 1];
    const isWord = /^(?:import|const|fn|block|network|test)$/.test(image);
    if (isWord || !last) segments.push({ word: isWord ? image : undefined, start, end });
    else segments[segments.length - 1] = { ...last, end };
  }
  return segments;
}

function layOut(cursor: Cursor, module: ast.Module): Doc {
  const nodes = new Map(
    [...module.imports, ...module.declarations].map((node) => [node.span.start, node] as const),
  );
  const docs: Doc[] = [];
  let previous: Segment | undefined;
  for (const segment of segmentsOf(cursor.tokens)) {
    const node = nodes.get(segment.start);
    // What is further in than something broken, and broken itself, may stand in its body.
    const isNested =
      previous?.isBroken && !isWhole(cursor, segment, node) && isIndented(cursor, segment.start);
    const blank = isApart(cursor, previous, segment, isNested === true) ? hardline : '';
    docs.push(endOfLine(cursor), blank, separator(cursor, hardline));
    const doc = declarationDoc(cursor, segment, node);
    docs.push(doc ?? untouched(cursor, segment.end));
    previous = doc ? segment : { ...segment, isBroken: true };
  }
  docs.push(closing(cursor, '').comments);
  return docs;
}

/** Undefined where something is broken: then nothing has been taken. */
function declarationDoc(
  cursor: Cursor,
  segment: Segment,
  node: ast.Import | ast.Declaration | undefined,
): Doc | undefined {
  if (!node || !isWhole(cursor, segment, node)) return undefined;
  const before = { ...cursor };
  const doc = declaration({ cursor, cells: new Map() }, node);
  if (!cursor.lost && cursor.tokens[cursor.at - 1]?.end === segment.end) return doc;
  Object.assign(cursor, before);
  return undefined;
}

/**
 * Whether an error lies in a declaration, and not in its body, which takes care of its own. Which brace is not closed
 * shows by how far lines are in alone, so that none of them is moved.
 */
function isSpoiled(
  { problems }: Cursor,
  { start, end }: Segment,
  node: ast.Import | ast.Declaration,
): boolean {
  const lies = (problem: number) => problem > start && problem <= end;
  const isOfBody = (problem: number) => 'body' in node && isInside(problem, node.body);
  return problems.braces.some(lies) || problems.places.some((each) => lies(each) && !isOfBody(each));
}

/** Whether a declaration can be laid out. */
function isWhole(cursor: Cursor, segment: Segment, node: ast.Import | ast.Declaration | undefined): boolean {
  return node?.span.end === segment.end && !isSpoiled(cursor, segment, node);
}

function isIndented({ source: { text } }: Cursor, start: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return before !== '' && before.trim() === '';
}

/** Whether a blank line comes before what is next: where the source has one, and around all that has a body. */
function isApart(
  cursor: Cursor,
  previous: Segment | undefined,
  segment: Segment,
  isNested: boolean,
): boolean {
  if (!previous) return false;
  if (hasBlankLine(cursor, nextStart(cursor))) return true;
  const words = [previous.word, segment.word];
  const isNeeded =
    !isNested &&
    (words.some((word) => word === 'block' || word === 'network' || word === 'test') ||
      (words.includes('import') && words[0] !== words[1]));
  const comments = cursor.comments.slice(cursor.comment).filter(({ span }) => span.start < segment.start);
  const ends = [...comments.slice(1).map(({ span }) => span.start)];
  if (!comments[comments.length - 1]?.doc) ends.push(segment.start);
  return isNeeded && !ends.some((end) => hasBlankLine(cursor, end));
}
