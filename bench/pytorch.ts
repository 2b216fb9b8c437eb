/** PyTorch with PEFT as a contestant: a process of Python (pytorch.py) that answers in lines of JSON. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { BenchEvent } from './contestant.ts';
import type { Home } from './session.ts';

/** The environment's PYTHON names a Python that has torch and peft. Default: python3. */
export function openPytorch(): Home {
  const script = fileURLToPath(new URL('./pytorch.py', import.meta.url));
  const child = spawn(process.env['PYTHON'] ?? 'python3', [script, '--answer'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  return {
    ask: (command) =>
      new Promise((resolve, reject) => {
        child.removeAllListeners();
        child.once('error', reject);
        child.once('exit', (code) =>
          reject(new Error(`PyTorch ended with ${code}; are torch and peft installed?`)),
        );
        lines.once('line', (line) => resolve(JSON.parse(line) as BenchEvent));
        child.stdin.write(`${JSON.stringify(command)}\n`);
      }),
    close: () => child.kill(),
  };
}
