#!/usr/bin/env node
/**
 * The entry: reads the command line and loads only what it asks for. It has to run, and say what is missing, on a Node
 * too old for the rest.
 */
import {fileURLToPath} from 'node:url';
import packageFile from '../package.json' with {type: 'json'};
import {commandUsage, parseArguments, usage} from './arguments.ts';
import {keepCompiledCode} from './compile-cache.ts';
import {keepOutOfCrashes} from './credentials/crash-traces.ts';
import {lastWords, problemText} from './last-words.ts';
import type {Beginning} from './startup.ts';
import {sanitise} from './terminal/sanitise.ts';

/** Of `engines` in package.json. */
const [neededMajor = 0, neededMinor = 0] = packageFile.engines.node.replace('>=', '').split('.').map(Number);

function isNodeTooOld(version: string): boolean {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	return major < neededMajor || (major === neededMajor && minor < neededMinor);
}

/** The program of the keychain's child processes: beside the built entry, or at its place in the source tree. */
function keychainChildPath(entry: string): string {
	const place = entry.endsWith('.ts') ? './credentials/keychain-child.ts' : './keychain-child.js';
	return fileURLToPath(new URL(place, entry));
}

async function run(): Promise<number> {
	const {stdin, stdout, stderr, platform} = process;
	const environment = keepOutOfCrashes(process);
	const {version} = packageFile;
	const childPath = keychainChildPath(import.meta.url);
	if (isNodeTooOld(process.versions.node)) {
		stderr.write(`cfiam needs Node ${packageFile.engines.node}; this is ${process.versions.node}.\n`);
		return 1;
	}
	const invocation = parseArguments(process.argv.slice(2));
	switch (invocation.kind) {
		case 'help':
			stdout.write(invocation.command === undefined ? usage : commandUsage(invocation.command));
			return 0;
		case 'version':
			stdout.write(`cfiam ${version}\n`);
			return 0;
		case 'wrong': {
			const help = invocation.command === undefined ? 'cfiam --help' : `cfiam ${invocation.command} --help`;
			stderr.write(`cfiam: ${sanitise(invocation.problem)}. ${help} says more.\n`);
			return 2;
		}
		case 'login':
		case 'logout':
		case 'whoami': {
			const {runCredentialCommand} = await import('./commands/run.ts');
			const surroundings = {environment, version, platform, childPath, stdin, stdout, stderr, signals: process};
			return runCredentialCommand(invocation, surroundings);
		}
		case 'journal': {
			const {printJournal} = await import('./commands/journal.ts');
			// Whoever reads it may have read enough: `| head`.
			stdout.on('error', () => {});
			return printJournal(invocation, {environment, platform, childPath, stdout, stderr});
		}
		case 'cache': {
			const {clearCache} = await import('./commands/cache.ts');
			return clearCache(invocation, {environment, stdout, stderr});
		}
		case 'emulator': {
			const {runEmulatorCommand} = await import('./emulator/command.ts');
			return runEmulatorCommand(invocation, stdout, stderr);
		}
		case 'open': {
			if (!stdin.isTTY || !stdout.isTTY) {
				stderr.write('cfiam: needs a terminal for input and output; this is none. cfiam --help says more.\n');
				return 2;
			}
			const surroundings = {environment, version, platform, childPath, stdin, stdout, stderr};
			keepCompiledCode(environment, version);
			const {begin, problemLines} = await import('./startup.ts');
			let beginning: Beginning;
			try {
				beginning = begin(invocation, surroundings);
			} catch (error) {
				const lines = problemLines(error);
				if (lines === undefined) throw error;
				stderr.write(problemText(lines));
				return 2;
			}
			const {main} = await import('./main.tsx');
			return main(invocation, beginning, surroundings);
		}
	}
}

try {
	process.exitCode = await run();
} catch (error) {
	process.stderr.write(lastWords(error));
	process.exitCode = 1;
}
