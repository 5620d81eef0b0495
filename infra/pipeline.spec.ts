import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const jenkinsfile = readFileSync('Jenkinsfile', 'utf8');
const casc = readFileSync('jenkins/casc.yaml', 'utf8');

/** The body of the braces that follow `opening`. */
function block(text: string, opening: string): string {
  const start = text.indexOf(opening);
  if (start < 0) return '';
  const first = text.indexOf('{', start);
  for (let depth = 0, at = first; at < text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}' && --depth === 0) return text.slice(first + 1, at);
  }
  throw new Error(`${opening} is not closed`);
}

const stage = (name: string): string => block(jenkinsfile, `stage('${name}')`);
const method = (name: string): string =>
  block(jenkinsfile, new RegExp(`^(?:void|List<String>) ${name}\\(`, 'm').exec(jenkinsfile)?.[0] ?? '?');

describe('the pipeline', () => {
  it('has its seven stages in their order', () => {
    const wanted = ['Checkout', 'Security Check', 'Validate', 'Package', 'Plan', 'Approval', 'Deploy'];
    const found = [...jenkinsfile.matchAll(/stage\('([^']+)'\)/g)].map(([, name = '']) => name);
    expect(found.filter((name) => wanted.includes(name))).toEqual(wanted);
  });

  it('runs npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const called = [...jenkinsfile.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, script = '']) => script);
    expect(called.length).toBeGreaterThan(5);
    for (const script of called) expect(Object.keys(scripts)).toContain(script);
  });

  it('lasts as long as two approvals and the work between them', () => {
    const hours = Number(/timeout\(time: (\d+), unit: 'HOURS'\)/.exec(jenkinsfile)?.[1]);
    for (const name of ['Approval', 'prod?']) expect(stage(name)).toContain("timeout(time: 1, unit: 'DAYS')");
    expect(hours).toBeGreaterThanOrEqual(2 * 24 + 8);
  });

  it('names no parameter that the tests read', () => {
    expect(jenkinsfile).not.toContain("name: 'STAGE'");
  });
});

describe('its agents', () => {
  it('do the work: the controller has no executor, and no stage runs just anywhere', () => {
    expect(casc).toMatch(/^ {2}numExecutors: 0$/m);
    expect(casc).toMatch(/^ {2}mode: EXCLUSIVE$/m);
    expect(jenkinsfile).not.toMatch(/agent any/);
    const labels = [...jenkinsfile.matchAll(/agent \{ label '([^']+)' \}/g)].map(([, label = '']) => label);
    const known = [...casc.matchAll(/labelString: (\S+)/g)].map(([, label = '']) => label);
    expect(new Set(labels)).toEqual(new Set(known));
  });

  it('are free while a person is asked', () => {
    expect(jenkinsfile).toMatch(/^ {4}agent none$/m);
    for (const name of ['Approval', 'prod?']) {
      expect(stage(name)).toContain('approve(');
      expect(stage(name)).not.toContain('agent');
    }
    expect(stage('Deploy').slice(0, stage('Deploy').indexOf('stages'))).not.toContain('agent');
  });
});

describe('a branch other than main', () => {
  it('meets no credential: they are bound in one place, which stages of main alone call', () => {
    expect(jenkinsfile.match(/withCredentials/g)).toHaveLength(1);
    expect(method('asRole')).toContain('withCredentials');
    for (const name of ['Plan', 'Deploy']) expect(stage(name)).toContain("when { branch 'main' }");
    for (const name of ['Build', 'Approval']) expect(stage(name)).not.toMatch(/asRole|promote\(/);
  });

  it('could not use one either: what Jenkins holds names the job and opens nothing by itself', () => {
    const credentials = casc.slice(casc.indexOf('\ncredentials:'), casc.indexOf('\njobs:'));
    expect([...credentials.matchAll(/^ {10}- (\w+):/gm)].map(([, type]) => type)).toEqual(['idTokenFile']);
    expect(casc).toContain("{ name: sub, format: '^${JOB_URL}', type: string }");
    expect(Number(/tokenLifetime: (\d+)/.exec(casc)?.[1])).toBeLessThanOrEqual(3_600);
  });

  it('is not deployed', () => {
    expect(stage('Build')).not.toMatch(/deploy|promote/);
    expect(jenkinsfile).not.toContain('DEPLOY_TO');
  });
});

describe('the approval', () => {
  it('is given by an approver who wrote none of it, before anything is deployed and again before prod', () => {
    expect(method('approve')).toMatch(/submitter: env\.DINEX_APPROVERS/);
    expect(method('approve')).toMatch(/submitterParameter: 'APPROVER'/);
    expect(method('approve')).toMatch(/if \(env\.AUTHORS\.tokenize\(\)\.contains\(approver\)\) \{\s*error\(/);
    expect(jenkinsfile.indexOf("stage('Approval')")).toBeLessThan(jenkinsfile.indexOf("promote('dev')"));
    expect(jenkinsfile.indexOf("stage('prod?')")).toBeLessThan(jenkinsfile.indexOf("promote('prod')"));
    expect(casc).toContain("{ key: DINEX_APPROVERS, value: '${DINEX_APPROVER}' }");
  });

  it('knows the authors since the last build that passed, and of everything before the first', () => {
    const repository = mkdtempSync(join(tmpdir(), 'dinex-authors-'));
    const git = (...command: string[]): string =>
      execFileSync('git', command, { cwd: repository, encoding: 'utf8', env: { PATH: process.env.PATH } }).trim();
    const commit = (name: string): string => {
      const person = ['-c', `user.name=${name}`, '-c', `user.email=${name}@dinex.example`];
      git(...person, 'commit', '--quiet', '--allow-empty', '-m', name);
      return git('rev-parse', 'HEAD');
    };
    git('init', '--quiet');
    const passed = commit('ana');
    commit('beto');
    commit('carla');
    const authors = (previous: Record<string, string>): string[] =>
      execFileSync('sh', [join(process.cwd(), 'jenkins/authors.sh')], {
        cwd: repository,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, ...previous },
      })
        .trim()
        .split('\n');
    expect(authors({ GIT_PREVIOUS_SUCCESSFUL_COMMIT: passed })).toEqual(['beto', 'carla']);
    expect(authors({})).toEqual(['ana', 'beto', 'carla']);
  });
});

describe('the artefact', () => {
  it('is packed once, and goes by its hash through dev and staging to prod', () => {
    expect(jenkinsfile.match(/npm run package/g)).toHaveLength(1);
    expect(stage('Package')).toContain("stash name: 'artefact'");
    for (const name of ['Plan', 'Deploy'])
      expect(stage(name) + method('promote')).not.toMatch(/npm run (synth|package|bundle)/);
    expect(method('promote')).toContain('dist/dinex.tgz ${env.ARTEFACT_HASH}');
    expect([...stage('Deploy').matchAll(/promote\('(\w+)'\)/g)].map(([, to]) => to)).toEqual([
      'dev',
      'staging',
      'prod',
    ]);
    expect(method('promoted')).toContain("['dev', 'staging', 'prod']");
  });

  it('is what was checked: it is sealed after the checks and packed only with an intact seal', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const steps = scripts['security-check']?.split(' && ') ?? [];
    expect(steps.indexOf('npm run synth')).toBeLessThan(steps.indexOf('npm run infra:checkov'));
    expect(steps.at(-1)).toBe('npm run seal');
    expect(scripts.package).not.toContain('synth');
    expect(scripts.validate).not.toMatch(/npm run (synth|security-check)/);
  });
});

describe('a failure', () => {
  it('is told, as is its end', () => {
    const post = block(jenkinsfile, '    post {');
    for (const condition of ['failure', 'aborted', 'fixed']) expect(block(post, condition)).toContain('tell(');
    expect(method('tell')).toContain('mail(to: env.DINEX_TEAM_EMAIL');
    expect(casc).toContain('smtpHost: ${DINEX_SMTP_HOST}');
  });
});

describe('what Jenkins is made of', () => {
  it('is pinned: images by digest, plugins by version, the linter by the lock', () => {
    for (const file of ['jenkins/Dockerfile', 'jenkins/agent.Dockerfile'])
      for (const [, image = ''] of readFileSync(file, 'utf8').matchAll(/^FROM (\S+)/gm))
        expect(image).toMatch(/^[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}$/);
    const plugins = readFileSync('jenkins/plugins.txt', 'utf8').trim().split('\n');
    expect(plugins.filter((plugin) => !/^[\w-]+:\d[\w.]+$/.test(plugin))).toEqual([]);
    expect(readFileSync('jenkins/Dockerfile', 'utf8')).toContain('--latest=false');
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    expect(Object.values(scripts).filter((script) => script.includes('npx '))).toEqual([]);
  });

  it('holds no secret in its configuration', () => {
    const secrets = [...casc.matchAll(/(?:password|accessKey|secretKey|secret): (.+)/g)].map(([, value]) => value);
    expect(secrets.length).toBeGreaterThan(2);
    for (const secret of secrets) expect(secret).toMatch(/^\$\{[A-Z_]+\}$/);
  });
});

describe('npm run requirements', () => {
  const machineWith = (...tools: string[]): string => {
    const folder = mkdtempSync(join(tmpdir(), 'dinex-machine-'));
    for (const tool of tools) {
      writeFileSync(join(folder, tool), '#!/bin/sh\nexit 0\n');
      chmodSync(join(folder, tool), 0o755);
    }
    return folder;
  };
  const run = (folder: string) =>
    spawnSync('/bin/sh', ['infra/tools/requirements.sh'], { env: { PATH: folder }, encoding: 'utf8' });

  it('says at once all that the machine lacks', () => {
    const { status, stderr } = run(machineWith('git', 'tar', 'python3'));
    expect(status).toBe(1);
    for (const tool of ['promtool', 'docker-compose', 'Java']) expect(stderr).toContain(tool);
    expect(stderr).not.toContain('Python');
  });

  it('is content with either compose', () => {
    const others = ['git', 'tar', 'python3', 'promtool', 'java'];
    expect(run(machineWith(...others, 'docker-compose')).status).toBe(0);
    expect(run(machineWith(...others, 'docker')).status).toBe(0);
  });
});
