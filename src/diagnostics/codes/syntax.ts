import { error } from '../template.ts';

/** ARC0: characters and syntax. */
export const syntax = {
  ARC0001: error<{ text: string }>(
    'unexpected character',
    ({ text }) => `${text} has no meaning in the language`,
  ),
  ARC0002: error<{ text: string }>('malformed number', ({ text }) => `\`${text}\` is not a number`),
  ARC0003: error('unterminated string', () => 'this string does not end on its line'),
  ARC0004: error<{ text: string }>('unknown escape', ({ text }) => `\`${text}\` is not an escape of strings`),
  ARC0005: error<{ text: string }>(
    'number too large',
    ({ text }) => `\`${text}\` is too large: ints go up to 2^53`,
  ),
  ARC0006: error<{ problem: string }>('malformed interpolation', ({ problem }) => problem),
  ARC0010: error<{ expected: string; found: string }>(
    'unexpected syntax',
    ({ expected, found }) => `expected ${expected}, found ${found}`,
  ),
  ARC0011: error<{ bracket: string }>(
    'unclosed bracket',
    ({ bracket }) => `this \`${bracket}\` is never closed`,
  ),
  ARC0012: error('chained comparison', () => 'comparisons and ranges cannot be chained'),
  ARC0013: error<{ word: string }>(
    'operand needs parentheses',
    ({ word }) => `\`${word}\` binds more loosely than the operator before it`,
  ),
  ARC0014: error<{ limit: number }>(
    'nested too deeply',
    ({ limit }) => `this is nested more than ${limit} deep`,
  ),
  ARC0015: error<{ limit: number }>(
    'too many operators',
    ({ limit }) => `there are more than ${limit} operators in a row`,
  ),
  ARC0016: error<{ left: string; right: string }>(
    '`//` begins a comment',
    ({ left, right }) => `\`//\` begins a comment; write \`int(${left} / ${right})\``,
  ),
  ARC0017: error<{ word: string; expected: string }>(
    'reserved word as a name',
    ({ word, expected }) => `\`${word}\` is a reserved word and cannot be ${expected}`,
  ),
  ARC0018: error<{ name: string }>('body after a call', ({ name }) => `\`${name}\` does not take a body`),
  ARC0019: error('import after a declaration', () => 'imports stand before everything else'),
  ARC0020: error<{ what: string }>(
    'unexpected end of file',
    ({ what }) => `the file ends where ${what} is expected`,
  ),
  ARC0021: error<{ shown: number }>(
    'too many syntax errors',
    ({ shown }) => `only the first ${shown} syntax errors are shown`,
  ),
};
