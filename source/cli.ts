#!/usr/bin/env node
process.stdout.write('cfiam\n');
