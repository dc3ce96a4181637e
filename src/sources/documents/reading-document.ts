import { hash } from 'node:crypto'
import { findContacts } from './contacts.ts'
import {
  type DocumentForm,
  type DocumentLimits,
  type DocumentReading,
  type RawDocument,
  RefusedDocument,
} from './document.ts'
import { documentFormOf } from './document-form.ts'
import { readDocx } from './docx.ts'
import { readPdf } from './pdf.ts'
import { readPictureFile } from './picture.ts'
import { beginning, cleanText, readPlainText } from './plain-text.ts'

/** Reads a document of any form, in this thread and without a limit of time. Never throws. */
export async function readDocument(
  bytes: Uint8Array<ArrayBuffer>,
  limits: DocumentLimits,
): Promise<DocumentReading> {
  const sha256 = hash('sha256', bytes)
  const form = documentFormOf(bytes) ?? 'text'
  try {
    const { text = '', links, cut, ...raw } = await readers[form](bytes, limits)
    const clean = cleanText(beginning(text, limits.textCharacters))
    const isLong = text.length > limits.textCharacters
    const found = findContacts(clean, links)
    return {
      document: {
        form,
        sha256,
        ...(clean === '' ? {} : { text: clean }),
        ...raw,
        contacts: found.contacts,
        cut: [
          ...cut,
          ...(isLong ? [`the text behind ${limits.textCharacters} characters`] : []),
          ...found.cut,
        ],
      },
    }
  } catch (error) {
    // What the libraries throw at damaged bytes is many things, and their words help nobody.
    return {
      refused: error instanceof RefusedDocument ? error.message : `is damaged (read as ${form})`,
    }
  }
}

type FormReader = (bytes: Uint8Array<ArrayBuffer>, limits: DocumentLimits) => Promise<RawDocument>

const readers: Readonly<Record<DocumentForm, FormReader>> = {
  pdf: readPdf,
  docx: readDocx,
  picture: async (bytes) => {
    const reading = await readPictureFile(bytes)
    return 'phash' in reading
      ? { links: [], pictures: [reading], cut: [] }
      : { links: [], pictures: [], cut: [`${reading.leftOut} (1)`] }
  },
  text: async (bytes) => ({ text: readPlainText(bytes), links: [], pictures: [], cut: [] }),
}
