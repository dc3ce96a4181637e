import { createRequire } from 'node:module'
import sharp, { type Sharp } from 'sharp'
import { mostPixels, RefusedDocument } from './document.ts'
import { documentFormOf } from './document-form.ts'

// Its types say that the function is in `default`; to Node it is the module itself.
const phash: typeof import('sharp-phash').default = createRequire(import.meta.url)('sharp-phash')

// One picture at a time, nothing kept: the machine is for others, and the next picture is another one.
sharp.concurrency(1)
sharp.cache(false)

/** Pixels as a PDF gives them: rows of grey, RGB or RGBA bytes. */
export interface RawPicture {
  readonly data: Uint8Array | Uint8ClampedArray
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3 | 4
}

/** What becomes of a picture: its hash, or in words why it cannot be a portrait. */
export type PictureReading = { readonly phash: string } | { readonly leftOut: string }

/** Icons and rules are smaller; portraits in CVs begin at about 100 × 120. */
const leastSide = 64
/** Passport photos are 7:9, photos of phones 9:16; banners and signatures are wider. */
const mostAspect = 2

/** What the hash sees: 32 × 32 grey values (`sharp-phash` reduces to the same). */
const hashSide = 32

/**
 * A standard deviation of grey values (0 to 255) below which there is nothing but an even ground: its hash
 * would be rounding errors, and every blank picture would be like every other.
 */
const leastContrast = 4

/** Native decoders do not stop when their thread is ended, so each gets its own limit. */
const secondsPerPicture = 10

/**
 * The perceptual hash of a picture file, turned upright first as its EXIF orientation says: what people
 * see is compared, and the same photo comes with and without that mark. Transparent parts are white, as
 * on paper. Throws `RefusedDocument` for a picture that is too large or damaged.
 */
export async function readPictureFile(bytes: Uint8Array): Promise<PictureReading> {
  if (documentFormOf(bytes) !== 'picture') return { leftOut: 'pictures of other forms' }
  try {
    const picture = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', pages: 1 })
    return await read(picture)
  } catch (error) {
    throw refusalOf(error)
  }
}

/** The same for pixels, which have no orientation. */
export const readRawPicture = ({ data, width, height, channels }: RawPicture) =>
  read(sharp(data, { raw: { width, height, channels }, limitInputPixels: mostPixels }))

async function read(picture: Sharp): Promise<PictureReading> {
  const { width, height } = await picture.metadata()
  const leftOut = reasonOfShape(width, height)
  if (leftOut !== undefined) return { leftOut }
  const grey = await picture
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .greyscale()
    .resize(hashSide, hashSide, { fit: 'fill' })
    .timeout({ seconds: secondsPerPicture })
    .raw()
    .toBuffer()
  if (contrastOf(grey) < leastContrast) return { leftOut: 'pictures of an even ground' }
  return { phash: await hashOf(grey) }
}

function reasonOfShape(width: number, height: number): string | undefined {
  if (Math.min(width, height) < leastSide)
    return `pictures smaller than ${leastSide} × ${leastSide}`
  const aspect = Math.max(width, height) / Math.min(width, height)
  return aspect > mostAspect ? 'pictures longer than twice their width or height' : undefined
}

/** The 64 bits, most significant first: rows of the cosine transform that exceed their mean. */
async function hashOf(grey: Buffer): Promise<string> {
  const raw = { width: hashSide, height: hashSide, channels: 1 } as const
  const bits = await phash(grey, { raw })
  return BigInt(`0b${bits}`).toString(16).padStart(16, '0')
}

function contrastOf(grey: Buffer): number {
  const mean = grey.reduce((sum, value) => sum + value, 0) / grey.length
  return Math.sqrt(grey.reduce((sum, value) => sum + (value - mean) ** 2, 0) / grey.length)
}

function refusalOf(error: unknown): RefusedDocument {
  const reason = error instanceof Error ? error.message : ''
  if (/pixel limit/.test(reason)) {
    return new RefusedDocument(`is a picture of more than ${mostPixels / 1e6} million pixels`)
  }
  if (/timeout/.test(reason)) {
    return new RefusedDocument(`is a picture that takes more than ${secondsPerPicture} s to read`)
  }
  return new RefusedDocument('is a picture that ends early or is damaged')
}

/** Counts why pictures were left out: `pictures smaller than 64 × 64 (12)`. */
export function countedReasons(reasons: readonly string[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts].map(([reason, count]) => `${reason} (${count})`)
}
