/** Places in the text of the configuration file, and its mistakes of syntax. */
import {type Node, type ParseError, parseTree, printParseErrorCode} from 'jsonc-parser';

/** The tree of a text; undefined where there is nothing in it. `problem`: the first mistake, and where it is. */
export interface ParsedText {
	readonly tree: Node | undefined;
	readonly problem: {readonly offset: number; readonly text: string} | undefined;
}

/** Parses JSON; comments and trailing commas are allowed. */
export function parseText(text: string): ParsedText {
	const problems: ParseError[] = [];
	const tree = parseTree(text, problems, {allowTrailingComma: true, allowEmptyContent: true});
	const [first] = problems;
	const problem = first && {offset: first.offset, text: `this is not JSON: ${syntaxProblem(first)}`};
	return {tree, problem};
}

/** The property at a path of names. */
export function find(tree: Node | undefined, names: readonly string[]): Node | undefined {
	let property: Node | undefined;
	let object = tree;
	for (const name of names) {
		property = object?.children?.find(({children}) => children?.[0]?.value === name);
		object = property?.children?.[1];
	}
	return property;
}

/** `FILE:LINE:COLUMN`, both counted from 1; columns in UTF-16 units, as editors count them. */
export function placeIn(file: string, text: string, offset: number): string {
	const before = text.slice(0, offset).split(/\r\n|\r|\n/);
	return `${file}:${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

function syntaxProblem({error}: ParseError): string {
	const name = printParseErrorCode(error);
	switch (name) {
		case 'InvalidSymbol':
			return 'a value is a text in quotation marks, true, false, a list [ … ] or an object { … }';
		case 'InvalidNumberFormat':
		case 'UnexpectedEndOfNumber':
			return 'a number is not complete';
		case 'PropertyNameExpected':
			return 'the name of a setting, in quotation marks, is missing here';
		case 'ValueExpected':
			return 'a value is missing here';
		case 'ColonExpected':
			return 'a colon is missing here';
		case 'CommaExpected':
			return 'a comma is missing before this';
		case 'CloseBraceExpected':
			return 'a closing } is missing here';
		case 'CloseBracketExpected':
			return 'a closing ] is missing here';
		case 'EndOfFileExpected':
			return 'the file should end before this';
		case 'InvalidCommentToken':
		case 'UnexpectedEndOfComment':
			return 'a comment does not end';
		case 'UnexpectedEndOfString':
			return 'a text does not end: its closing quotation mark is missing';
		case 'InvalidUnicode':
		case 'InvalidEscapeCharacter':
		case 'InvalidCharacter':
			return 'a text has an invalid character or escape in it';
		case '<unknown ParseErrorCode>':
			return 'something is wrong here';
	}
}
