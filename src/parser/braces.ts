import type { IToken } from 'chevrotain';
import type { SourceFile } from '../source/source.ts';
import { beginsLine, startsDeclaration } from './recovery.ts';
import * as t from './tokens.ts';

/**
 * The `{` to blame where a `}` is missing: the first whose `}` is indented like the line of another one around it, else
 * the innermost that is still open at the next declaration.
 */
export function unclosedBrace(source: SourceFile, tokens: readonly IToken[]): IToken | undefined {
  let open: { readonly token: IToken; readonly indent: number }[] = [];
  let indent = 0;
  for (const [i, token] of tokens.entries()) {
    const fresh = beginsLine(source, tokens, i);
    if (fresh) indent = indentOf(source, token);
    if (startsDeclaration(token) && open.length > 0) break;
    if (token.tokenType === t.LeftBrace) open.push({ token, indent });
    if (token.tokenType !== t.RightBrace) continue;
    const top = open[open.length - 1];
    if (fresh && top && indent < top.indent && open.some((each) => each.indent === indent)) return top.token;
    open = open.slice(0, -1);
  }
  return open[open.length - 1]?.token;
}

function indentOf(source: SourceFile, token: IToken): number {
  return token.startOffset - (source.text.lastIndexOf('\n', token.startOffset - 1) + 1);
}
