import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { errorsIn, SourceChange } from '../support/compiler';

jest.setTimeout(120_000);

/** Each change leaves something out that must go with it. Where it is noticed, and by which name. */
const CHANGES: readonly (readonly [what: string, change: SourceChange, noticedIn: string, name: string])[] = [
  [
    'a field of the order that is in no class',
    {
      file: 'src/orders/order.ts',
      from: 'DataOf<OrderDto>, Bookkeeping {}',
      to: 'DataOf<OrderDto>, Bookkeeping { colour?: string }',
    },
    'src/orders/order-shape.ts',
    'colour',
  ],
  [
    'a field of the bookkeeping that is never read',
    {
      file: 'src/orders/order.ts',
      from: 'readonly event_count: number;',
      to: 'readonly event_count: number; readonly colour?: string;',
    },
    'src/orders/order-shape.ts',
    'colour',
  ],
  [
    'a field that shops send, and the store does not read',
    {
      file: 'src/orders/orders.dto.ts',
      from: 'readonly notes?: string;',
      to: 'readonly notes?: string; readonly colour?: string;',
    },
    'src/orders/order-shape.ts',
    'colour',
  ],
  [
    'a field of a recipient that the store does not read',
    {
      file: 'src/orders/orders.dto.ts',
      from: 'readonly phone?: string;',
      to: 'readonly phone?: string; readonly colour?: string;',
    },
    'src/orders/order-shape.ts',
    'colour',
  ],
  [
    'an order without a field that it had',
    {
      file: 'src/orders/order-response.dto.ts',
      from: 'readonly driver_id?: string;',
      to: 'readonly courier_id?: string;',
    },
    'src/orders/order-shape.ts',
    'driver_id',
  ],
  [
    'an order without a field that every order has',
    { file: 'src/orders/order-response.dto.ts', from: "readonly currency!: 'PEN';", to: "readonly money!: 'PEN';" },
    'src/orders/order.ts',
    'currency',
  ],
  [
    'another name in the store’s reader',
    { file: 'src/orders/order-shape.ts', from: 'metadata: optional(', to: 'meta_data: optional(' },
    'src/orders/order-shape.ts',
    'meta_data',
  ],
  [
    'a reader of another type',
    { file: 'src/orders/order-shape.ts', from: 'event_count: whole,', to: 'event_count: text,' },
    'src/orders/order-shape.ts',
    'number',
  ],
  [
    'a reader that takes what must be there for what may be absent',
    { file: 'src/orders/order-shape.ts', from: 'customer_id: text,', to: 'customer_id: optional(text),' },
    'src/orders/order-shape.ts',
    'Read<string>',
  ],
  [
    'a field of an event that is in no class',
    {
      file: 'src/tracking/tracker.ts',
      from: 'readonly head_version: number;',
      to: 'readonly head_version: number; readonly colour?: string;',
    },
    'src/tracking/tracking-shape.ts',
    'colour',
  ],
  [
    'an event without a field that it had',
    {
      file: 'src/tracking/tracking.dto.ts',
      from: 'readonly recorded_at!: string;',
      to: 'readonly received_at!: string;',
    },
    'src/tracking/tracking-shape.ts',
    'recorded_at',
  ],
  [
    'another name in the reader of events',
    { file: 'src/tracking/tracking-shape.ts', from: '  head_version: whole,', to: '  version_of_head: whole,' },
    'src/tracking/tracking-shape.ts',
    'version_of_head',
  ],
  [
    'a field of a stand-alone tracker that is never read',
    {
      file: 'src/tracking/tracker.ts',
      from: 'readonly write_id: string;',
      to: 'readonly write_id: string; readonly colour?: string;',
    },
    'src/tracking/tracking-shape.ts',
    'colour',
  ],
  [
    'a field of an import that is in no class',
    {
      file: 'src/orders/imports/import.ts',
      from: 'readonly chunks_done: number;',
      to: 'readonly chunks_done: number; readonly colour?: string;',
    },
    'src/orders/imports/import-shape.ts',
    'colour',
  ],
  [
    'an import without a field that it had',
    {
      file: 'src/orders/imports/imports.dto.ts',
      from: 'readonly duplicates!: number;',
      to: 'readonly repeated!: number;',
    },
    'src/orders/imports/import-shape.ts',
    'duplicates',
  ],
  [
    'another name in the reader of imports',
    { file: 'src/orders/imports/import-shape.ts', from: '  chunks_done: whole,', to: '  done_chunks: whole,' },
    'src/orders/imports/import-shape.ts',
    'done_chunks',
  ],
  [
    'a state without its texts',
    {
      file: 'src/orders/states.ts',
      from: 'const ROWS = {',
      to: "const ROWS = { LOST: { next: [], editable: 'nothing', assignable: false, leavesRoute: true, stop: 'NEW', collected: true },",
    },
    'src/texts/status-texts.ts',
    'LOST',
  ],
  [
    'a state without its facts',
    { file: 'src/orders/states.ts', from: "editable: 'all',", to: '' },
    'src/orders/states.ts',
    'editable',
  ],
];

describe('what stands in one place cannot be changed in half', () => {
  it.each([...new Set(CHANGES.map(([, , noticedIn]) => noticedIn))])('%s compiles as it is', (file) => {
    expect(errorsIn(file)).toEqual([]);
  });

  it.each(CHANGES)('%s does not compile', (_, change, noticedIn, name) => {
    expect(errorsIn(noticedIn, change).join('\n')).toContain(name);
  });
});

describe('the classes of the API', () => {
  const bare = ({ members, name }: ts.ClassDeclaration): string[] =>
    members
      .filter((member) => ts.isPropertyDeclaration(member) && ts.getDecorators(member) === undefined)
      .map((member) => `${name?.text ?? ''}.${member.name?.getText() ?? ''}`);

  it('say something of each of their properties', () => {
    const classes = globSync('src/**/*.dto.ts').flatMap((file) =>
      ts
        .createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
        .statements.filter((statement) => ts.isClassDeclaration(statement)),
    );
    expect(classes.length).toBeGreaterThan(30);
    expect(classes.flatMap(bare)).toEqual([]);
  });
});
