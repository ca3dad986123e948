import {spawnSync} from 'node:child_process';
import path from 'node:path';
import {expect, test} from 'vitest';
import {heapFlags} from '../source/heap.ts';

test('V8 takes the flags in silence, and has a heap that grows less', () => {
	const heap = path.join(import.meta.dirname, '../source/heap.ts');
	const program = `import {keepHeapSmall} from '${heap}'; keepHeapSmall(); console.log('done');`;
	const {stdout, stderr} = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', program], {
		encoding: 'utf8',
	});
	expect([stdout, stderr]).toEqual(['done\n', '']);
	expect(heapFlags(process.versions.node)).not.toEqual([]);
});

test('a Node that has not been tried gets no flags: V8 would complain of one that it does not know', () => {
	for (const version of ['23.1.0', '25.0.0', '26.2.1', '240.0.0']) expect(heapFlags(version)).toEqual([]);
	expect(heapFlags('22.19.0')).not.toEqual([]);
});
