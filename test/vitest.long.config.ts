/** The tests that take long: whole programs in real keyrings, watched while they run. `npm run test:long`. */
import {defineConfig} from 'vitest/config';
import usual from './vitest.config.ts';

export default defineConfig({test: {...usual.test, include: ['test/**/*.long.test.ts'], exclude: [], maxWorkers: 1}});
