import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type * as ast from '../../src/parser/ast.ts';
import { parse } from '../../src/parser/parse.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = ['std', 'examples'].flatMap((folder) =>
  readdirSync(`${root}/${folder}`)
    .filter((name) => name.endsWith('.arch'))
    .map((name) => `${folder}/${name}`),
);

const notTest = (each: ast.Declaration) => each.kind !== 'test';
const withoutBody = (each: ast.Declaration) =>
  'body' in each ? { ...each, body: { ...each.body, statements: [] } } : each;

describe('what a module is read for', () => {
  it.each(files)('decides how much of %s is read, and changes nothing else', (path) => {
    const source = { path, text: readFileSync(`${root}/${path}`, 'utf8') };
    const { module } = parse(source);
    const imported = parse(source, 'imported').module;
    const outline = parse(source, 'outline').module;
    expect(imported).toEqual({ ...module, declarations: module.declarations.filter(notTest) });
    expect(outline).toEqual({ ...imported, declarations: imported.declarations.map(withoutBody) });
  });

  it('leaves constants and functions in an outline as they are', () => {
    const text = 'const N = [2 * n for n in [1, 2]]\nfn twice(n: int) -> int = 2 * n\nblock b() { relu() }\n';
    const source = { path: 'a.arch', text };
    const [n, twice] = parse(source).module.declarations;
    const [first, second, third] = parse(source, 'outline').module.declarations;
    expect([first, second]).toEqual([n, twice]);
    expect(third).toMatchObject({ kind: 'block', body: { statements: [] } });
  });

  it('reads bodies where a brace is missing, so that nothing behind it is lost', () => {
    const text = 'block a() {\n  conv2d(8)\n\nblock b(oup: int) {\n  conv2d(oup)\n}\n';
    const names = ({ declarations }: ast.Module) =>
      declarations.map((each) => each.kind !== 'test' && each.name.name);
    const whole = parse({ path: 'a.arch', text });
    const outline = parse({ path: 'a.arch', text }, 'outline');
    expect(names(outline.module)).toEqual(names(whole.module));
    expect(names(outline.module)).toEqual(['a', 'b']);
  });
});
