import { readFileSync } from 'node:fs';

/** Of each stage of the Jenkinsfile, in order: its name and its body. */
function stages(): [name: string, body: string][] {
  const [, ...parts] = readFileSync('Jenkinsfile', 'utf8').split(/^ {8}stage\('/m);
  return parts.map((part) => [part.slice(0, part.indexOf("'")), part]);
}

const body = (name: string): string => stages().find(([stage]) => stage === name)?.[1] ?? '';

describe('the pipeline', () => {
  it("has the seeds' seven stages in their order", () => {
    expect(stages().map(([name]) => name)).toEqual([
      'Checkout',
      'Security Check',
      'Validate',
      'Package',
      'Plan',
      'Approval',
      'Deploy',
    ]);
  });

  it('asks a person and deploys on main only', () => {
    expect(body('Approval')).toMatch(/when \{ branch 'main' \}[\s\S]*input message/);
    expect(body('Deploy')).toMatch(/when \{ branch 'main' \}/);
  });

  it('lasts as long as the person may take, and names no variable that the tests read', () => {
    const [pipeline = 0] = [
      ...readFileSync('Jenkinsfile', 'utf8').matchAll(/timeout\(time: (\d+), unit: 'HOURS'\)/g),
    ].map(([, hours]) => Number(hours));
    expect(body('Approval')).toContain("timeout(time: 1, unit: 'DAYS')");
    expect(pipeline).toBeGreaterThan(24 + 2);
    expect(readFileSync('Jenkinsfile', 'utf8')).not.toContain("name: 'STAGE'");
  });

  it('runs npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const commands = stages().flatMap(([, text]) => [...text.matchAll(/sh '([^']+)'/g)].map(([, command]) => command));
    expect(commands).toHaveLength(6);
    for (const command of commands) {
      if (command === 'npm ci') continue;
      expect(Object.keys(scripts)).toContain(/^npm run ([\w:-]+)/.exec(command ?? '')?.[1]);
    }
  });

  it('keeps no secret in its configuration', () => {
    const casc = readFileSync('jenkins/casc.yaml', 'utf8');
    for (const [, value] of casc.matchAll(/(?:password|accessKey|secretKey): (.+)/g))
      expect(value).toMatch(/^\$\{[A-Z_]+\}$/);
  });
});
