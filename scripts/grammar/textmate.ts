import { functions } from '../../src/check/functions.ts';
import { ops } from '../../src/ops/table.ts';
import { allTokens, constructWords, Infix, mistakenTokens, reservedWords } from '../../src/parser/tokens.ts';

interface Rule {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly include?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
  readonly patterns?: readonly Rule[];
}

const words = (list: readonly string[]) => `\\b(?:${list.join('|')})\\b`;
const declares = ['const', 'fn', 'block', 'network', 'test', 'let', 'input', 'output'];
const constants = ['true', 'false', 'none'];
const operators = ['and', 'or', 'not', 'in', 'as'];
const controls = reservedWords.filter((word) => ![...declares, ...constants, ...operators].includes(word));
const types = ['int', 'float', 'bool', 'string', 'layer', 'none'];

/** The TextMate grammar that editors colour .arch with, from the tables of tokens, layers and functions. */
export function textmate(): string {
  const layers = Object.keys(ops)
    .filter((name) => name !== 'input')
    .sort();
  const symbols = allTokens
    .filter((type) => type.CATEGORIES?.some((each) => each === Infix || each.CATEGORIES?.includes(Infix)))
    .filter((type) => !mistakenTokens.has(type) && typeof type.PATTERN === 'string')
    .map((type) => String(type.PATTERN).replace(/[.*+/]/g, '\\$&'))
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const expressions: Rule[] = [
    { name: 'comment.line.documentation.arch', match: '///(?!/).*$' },
    { name: 'comment.line.double-slash.arch', match: '//.*$' },
    { include: '#string' },
    {
      name: 'constant.numeric.arch',
      match: '\\b\\d+(?:_\\d+)*(?:\\.\\d+(?:_\\d+)*)?(?:[eE][+-]?\\d+)?([KMG])?\\b',
      captures: { 1: { name: 'keyword.other.unit.arch' } },
    },
    { name: 'variable.language.symbol.arch', match: '\\?(?:[A-Za-z_]\\w*)?' },
    { name: 'variable.language.flow.arch', match: '(?<!\\w)_(?!\\w)' },
    { name: 'constant.language.arch', match: words(constants) },
    {
      match: '\\b(const|fn|block|network)\\s+([A-Za-z_]\\w*)',
      captures: { 1: { name: 'storage.type.arch' }, 2: { name: 'entity.name.function.arch' } },
    },
    { name: 'storage.type.arch', match: words(declares) },
    { name: 'keyword.operator.word.arch', match: words(operators) },
    { name: 'keyword.control.arch', match: words(controls) },
    { name: 'keyword.control.import.arch', match: '\\bfrom(?=\\s*")' },
    { name: 'keyword.control.test.arch', match: '\\bfails(?=\\s*")' },
    { name: 'storage.modifier.arch', match: '\\bshared(?=\\s+[A-Za-z_])' },
    {
      name: 'keyword.control.construct.arch',
      match: `${words(constructWords)}(?=\\s*(?:\\{|\\((?:[^()]|\\([^()]*\\))*\\)\\s*\\{))`,
    },
    {
      match: `(:|\\||->)\\s*${words(types).replace('(?:', '(')}(?!\\s*\\()`,
      captures: { 1: { name: 'keyword.operator.arch' }, 2: { name: 'support.type.arch' } },
    },
    {
      name: 'entity.name.label.arch',
      match: `(?:^|(?<=\\{))\\s*[A-Za-z_]\\w*(?=\\s*:(?!\\s*(?:${words(types)}|"|\\[|\\()))`,
    },
    { name: 'variable.parameter.arch', match: '\\b[A-Za-z_]\\w*(?=\\s*=(?!=))(?=[^\\n]*[,)])' },
    // In lists and tuples of types; what is called or has a value is a name.
    { name: 'support.type.arch', match: `${words(types)}(?!\\s*[(:=])` },
    { name: 'support.function.layer.arch', match: words(layers) },
    { name: 'support.function.builtin.arch', match: `${words(Object.keys(functions))}(?=\\s*\\()` },
    { name: 'entity.name.function.call.arch', match: '\\b[A-Za-z_]\\w*(?=\\s*\\()' },
    { name: 'keyword.operator.arrow.arch', match: '->' },
    { name: 'keyword.operator.arch', match: [...symbols, '=', '\\|'].join('|') },
  ];
  const grammar = {
    $schema: 'https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json',
    name: 'arch',
    scopeName: 'source.arch',
    fileTypes: ['arch'],
    patterns: [{ include: '#expression' }],
    repository: {
      expression: { patterns: expressions },
      string: {
        name: 'string.quoted.double.arch',
        begin: '"',
        end: '"|$',
        patterns: [
          { name: 'constant.character.escape.arch', match: '\\\\["\\\\n{}]' },
          { name: 'invalid.illegal.escape.arch', match: '\\\\.' },
          {
            name: 'meta.interpolation.arch',
            begin: '\\{',
            end: '\\}|(?=")|$',
            patterns: [{ include: '#expression' }],
          },
        ],
      },
    },
  };
  return `${JSON.stringify(grammar, null, 2)}\n`;
}
