import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn } from 'class-validator';
import { Optional } from '../http/validators';
import { Instant, Text } from '../http/properties';
import type { DataOf } from '../kernel/data-of';
import { present } from '../kernel/present';
import { Credential, type KeyState, stateOf } from './credential';
import { Role, KeyScope, SCOPES } from './principal';

const INSTANT = { format: 'date-time', example: '2026-11-21T15:04:05.123Z' } as const;

/** What is asked of a new key. */
export class NewKeyDto {
  @Text(80, { example: 'Tienda web' })
  readonly name!: string;

  @ApiPropertyOptional({
    enum: SCOPES,
    enumName: 'KeyScope',
    isArray: true,
    minItems: 1,
    maxItems: SCOPES.length,
    description: 'Without them: all that its role may.',
  })
  @Optional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(SCOPES.length)
  @IsIn(SCOPES, { each: true })
  readonly scopes?: readonly KeyScope[];

  @Instant({ optional: true, example: '2027-11-21T00:00:00.000Z', description: 'Without it the key does not expire.' })
  readonly expires_at?: string;
}

/** A key as its list shows it. */
export class CredentialDto {
  @ApiProperty({ example: '3f9c2b7d4e1a8f60b5c2' }) readonly credential_id!: string;
  @ApiProperty({ example: 'Tienda web' }) readonly name!: string;
  @ApiProperty({ enum: ['shop', 'dispatcher', 'operator'], enumName: 'KeyRole', example: 'shop' })
  readonly role!: Exclude<Role, 'driver'>;
  @ApiProperty({ enum: ['ACTIVE', 'EXPIRED', 'REVOKED', 'SUSPENDED'], enumName: 'KeyState', example: 'ACTIVE' })
  readonly state!: KeyState;
  @ApiProperty({ example: 'x7Qa', description: 'The last characters of the key.' }) readonly last_four!: string;
  @ApiProperty(INSTANT) readonly created_at!: string;
  @ApiPropertyOptional({ enum: SCOPES, enumName: 'KeyScope', isArray: true }) readonly scopes?: readonly KeyScope[];
  @ApiPropertyOptional(INSTANT) readonly expires_at?: string;
  @ApiPropertyOptional(INSTANT) readonly revoked_at?: string;
  @ApiPropertyOptional({
    format: 'date',
    example: '2026-11-21',
    description: 'The last day (UTC) on which it was used.',
  })
  readonly last_used_on?: string;
}

/** A key that was just made. */
export class NewKeyReplyDto extends CredentialDto {
  @ApiPropertyOptional({
    example: 'dnx_test_0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sTuVwXyZ',
    description: 'The key itself, in this answer only: neither a list nor a repetition of the request has it.',
  })
  readonly token?: string;
}

export class CredentialListDto {
  @ApiProperty({ type: [CredentialDto] }) readonly items!: readonly CredentialDto[];
}

/** Returns what the API shows of a key: never its hash. */
export const viewCredential = (credential: Credential, now: number): DataOf<CredentialDto> => ({
  credential_id: credential.credential_id,
  name: credential.name,
  role: credential.holder.role,
  state: stateOf(credential, now),
  last_four: credential.last_four,
  created_at: credential.created_at,
  ...present({
    scopes: credential.scopes,
    expires_at: credential.expires_at,
    revoked_at: credential.revoked_at,
    last_used_on: credential.last_used_on,
  }),
});
