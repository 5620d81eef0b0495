import { execFileSync } from 'node:child_process';
import * as swagger from '@nestjs/swagger';
import { plainToInstance, Transform, Type } from 'class-transformer';
import { IsIn, IsInt, IsString, Min, validateSync, ValidateNested, ValidationError } from 'class-validator';

/** What takes the place of @nestjs/swagger in a bundle, here over the very class-validator and class-transformer that the library uses. */
function bundledSwagger(): typeof swagger {
  const print = `import { stubFor } from './bundle/lean.mjs'; process.stdout.write(stubFor('@nestjs/swagger'))`;
  const input = execFileSync(process.execPath, ['--input-type=module', '--eval', print]);
  const storage = 'class-transformer/esm2015/storage';
  const options = [
    '--bundle',
    '--platform=node',
    '--external:class-*',
    `--alias:${storage}=class-transformer/cjs/storage`,
  ];
  const code = execFileSync('esbuild', options, { input, encoding: 'utf8' });
  const module = { exports: {} };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- a bundle of our own
  new Function('require', 'module', 'exports', code)(require, module, module.exports);
  return module.exports as typeof swagger;
}

const bundled = bundledSwagger();

class Place {
  @IsString() readonly street!: string;
}

class Base {
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  @swagger.ApiProperty()
  readonly name!: string;
}

class Parcel extends Base {
  @IsInt() @Min(1) @swagger.ApiProperty() readonly weight!: number;
  @ValidateNested() @Type(() => Place) @swagger.ApiProperty() readonly place!: Place;
  @IsIn(['es', 'en']) @swagger.ApiProperty() readonly locale: string = 'es';
}

class Label {
  @IsString() @swagger.ApiProperty() readonly label!: string;
}

type Make = (library: typeof swagger) => new () => object;

const TYPES: readonly (readonly [string, Make])[] = [
  ['PickType', ({ PickType }) => class extends PickType(Parcel, ['name', 'place']) {}],
  ['OmitType', ({ OmitType }) => class extends OmitType(Parcel, ['weight']) {}],
  ['PartialType', ({ PartialType }) => class extends PartialType(Parcel) {}],
  [
    'PartialType without null',
    ({ PartialType }) => class extends PartialType(Parcel, { skipNullProperties: false }) {},
  ],
  ['IntersectionType', ({ IntersectionType }) => class extends IntersectionType(Parcel, Label) {}],
  ['one of another', ({ OmitType, PartialType }) => class extends PartialType(OmitType(Parcel, ['name'])) {}],
];

const BODIES = [
  {},
  { name: ' Rosa ', weight: 2, place: { street: 'Av. Brasil' }, label: 'x', locale: 'en' },
  { name: 1, weight: 0, place: { street: 2 }, label: 3, locale: 'fr' },
  { name: null, weight: null, place: null, label: null, locale: null },
  { place: 'Lima' },
  { place: {}, unknown: true },
];

const constraintsOf = (errors: readonly ValidationError[]): unknown =>
  errors.map(({ property, constraints, children }) => [property, constraints, constraintsOf(children ?? [])]);

function outcomeOf(type: new () => object, body: object): unknown {
  const dto = plainToInstance(type, body, { exposeDefaultValues: true });
  const errors = validateSync(dto, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false });
  return errors.length > 0 ? constraintsOf(errors) : { ...dto };
}

describe('a mapped type in a bundle', () => {
  describe.each(TYPES)('%s', (_name, make) => {
    it.each(BODIES.map((body) => [JSON.stringify(body), body] as const))(
      'takes or refuses %s as the library’s',
      (_, body) => {
        expect(outcomeOf(make(bundled), body)).toEqual(outcomeOf(make(swagger), body));
      },
    );
  });

  it('leaves its decorators without effect, and refuses what it does not know', () => {
    expect(() => {
      bundled.ApiProperty()(Place.prototype, 'street');
    }).not.toThrow();
    expect(() => new bundled.DocumentBuilder()).toThrow(/DocumentBuilder is not in the bundle/);
  });
});
