import { describe, expect, it } from 'vitest';
import { renderGithub } from '../../src/diagnostics/render/github.ts';
import { at, block, mismatch, net, sample, unplaced } from './samples.ts';

describe('the github renderer', () => {
  it('writes a command a line, with help after the message', () => {
    expect(renderGithub([{ ...mismatch, labels: [] }])).toBe(
      '::error file=examples/net.arch,line=14,endLine=14,col=11,endColumn=18,title=ARC3101::' +
        '`irblock` was told inp = 32, but the tensor that reaches it has 24 channels%0A32 here%0A' +
        'help: leave `inp` out and it is taken from the tensor, or write inp = 24\n',
    );
  });

  it('says where each label is', () => {
    expect(renderGithub([mismatch])).toContain('%0Aexamples/net.arch:12: this produces [56, 56, 24]%0A');
  });

  it('escapes what would end a command or a property', () => {
    const source = { path: 'a,b:c%.arch', text: 'x' };
    const odd = sample({ message: '50% of\r\na: b, c', primary: { span: at(source, 'x'), text: '' } });
    expect(renderGithub([odd])).toBe(
      '::error file=a%2Cb%3Ac%25.arch,line=1,endLine=1,col=1,endColumn=1,title=ARC3101::50%25 of%0D%0Aa: b, c\n',
    );
  });

  it('gives no columns over several lines, which GitHub refuses', () => {
    const start = at(block, 'residual').start;
    const span = { source: block, start, end: block.text.indexOf('}\n}') + 1 };
    const text = renderGithub([sample({ severity: 'warning', primary: { span, text: '' } })]);
    expect(text).toMatch(/^::warning file=std\/mobilenet.arch,line=4,endLine=9,title=ARC3101::/);
  });

  it('names no file for what has no place', () => {
    expect(
      renderGithub([unplaced, sample({ primary: { span: at(net, 'net'), text: '' } })]).split('\n'),
    ).toEqual([
      '::error title=ARC3101::the folder `out` cannot be written: 100%25 of the disk is used' +
        '%0Anote: the system said:%0AENOSPC%0Ahelp: choose another folder with `-o`',
      expect.stringMatching(/^::error file=/),
      '',
    ]);
  });
});
