import { below, fraction, pick, type Stream } from './random.ts'

/**
 * Names of many cultures, given and family names drawn apart from each other and apart from what the
 * person is: a name must carry no signal here, as it may carry none in Ringer.
 */
const given =
  `Aaliyah Adaeze Aditya Agnieszka Ahmed Aiko Alejandro Amara Amina Amir Ana Anders Andrea Anna Anika Anton
Arjun Astrid Ayumi Beatriz Ben Bianca Bogdan Brandon Carlos Carmen Catarina Chen Chiara Chloe Christopher Claire
Daniel Daria David Deepa Diego Dmitri Ebony Eduardo Elena Elias Emeka Emily Emma Eric Esther Ethan Fatima Felix
Fernando Fiona Francesca Gabriel Georgia Grace Grzegorz Haruto Hanna Hassan Helena Hiro Hugo Ibrahim Ingrid Irina
Isabel Ivan Jack Jakub Jamal James Jana Jasmine Javier Jennifer Jin Joao Johanna Jordan Jorge Joseph Juan Julia Kai
Karim Karin Katarzyna Kavya Kenji Kevin Khadija Kofi Kwame Lakshmi Lars Laura Layla Leila Leo Li Liam Linh Lucas
Lucia Luis Madison Magnus Malik Marco Maria Mariam Marta Martin Mateo Matthew Maya Mei Mia Michael Miguel Mikael
Min Mohammed Monica Nadia Naomi Natalia Ngozi Nia Nicolas Nikhil Nina Noah Noor Oliver Olga Omar Oscar Pablo Paul
Pedro Petra Pooja Priya Rachel Rahul Raj Ravi Rebecca Ricardo Rin Robert Rosa Ryan Sadia Sakura Samir Samuel Sandra
Sara Sean Sergei Shira Silvia Simon Sofia Soren Stefan Stephanie Sunita Tamara Tariq Tatiana Thomas Tomas Tyler Uma
Valentina Vera Victor Vikram Wei Wanjiru William Xavier Yasmin Yuki Yusuf Zainab Zara Zoe Zuzana`.split(
    /\s+/,
  )

const family =
  `Abbott Abdi Acosta Adeyemi Agarwal Ahmed Akhtar Ali Almeida Alvarez Andersen Anderson Aoki Araujo Bailey Baker
Banerjee Barbosa Bauer Becker Bello Bergman Bernard Bianchi Boateng Bondar Brown Byrne Campbell Cardoso Carter Castillo
Chan Chavez Chen Choi Clark Cohen Colombo Cooper Costa Cruz Dahl Das Davies Davis Delgado Desai Diallo Diaz Diop Dubois
Edwards Eriksen Eriksson Evans Fernandez Ferrari Fischer Flores Fofana Foster Fraser Fujita Gallo Garcia Gomez Gonzalez
Graham Green Gupta Haddad Hall Hansen Haque Harris Hassan Hayashi Hayes Hernandez Hill Hoffman Horvat Hughes Hussain
Ibrahim Ito Ivanov Jackson Jain Jansen Jensen Johansson Johnson Jones Joshi Kamara Kang Kapoor Kaur Kelly Khan Kim King
Kowalski Kozlov Kumar Lam Larsen Lee Lewis Li Lim Lindberg Liu Lopez Maier Malik Marino Martin Martinez Mbeki Mendes
Mensah Meyer Miller Mitchell Mohamed Molina Moore Morales Moreau Morgan Moyo Muller Murphy Mwangi Nair Nakamura Navarro
Nelson Ng Nguyen Nilsen Novak Nowak Ochieng Okafor Okoye Oliveira Olsen Ortiz Osei Owusu Park Parker Patel Pereira Perez
Petrov Pham Phillips Popescu Quinn Rahman Ramirez Ramos Rao Reddy Reed Reyes Ricci Rivera Roberts Robinson Rodriguez
Romano Rossi Roy Ruiz Russo Ryan Saito Salazar Sanchez Santos Sato Schmidt Schneider Schulz Scott Shah Sharma Silva Singh
Smith Soares Sokolov Stewart Suzuki Svensson Tan Tanaka Taylor Thomas Thompson Toure Tran Turner Vargas Varga Vega
Walker Wang Ward Watanabe Weber White Williams Wilson Wong Wood Wright Wu Yadav Yamamoto Yang Yilmaz Young Zhang Zhou
Zimmermann`.split(/\s+/)

export interface Name {
  readonly given: string
  readonly family: string
}

/** Squared, so that early names of the list are common and namesakes occur as they do among people. */
const common = (draw: Stream, list: readonly string[], skew: number): string =>
  list[Math.floor(fraction(draw) ** skew * list.length)] ?? pick(draw, list)

const shuffledOnce = (list: readonly string[]): readonly string[] =>
  [...list].sort((left, right) => scatter(left) - scatter(right))

/** Puts the alphabet out of order, so that being common does not follow the alphabet. */
const scatter = (text: string): number =>
  [...text].reduce((sum, letter) => (sum * 131 + letter.charCodeAt(0)) % 9973, 7)

const givenByUse = shuffledOnce(given)
const familyByUse = shuffledOnce(family)

export const drawGiven = (draw: Stream): string => common(draw, givenByUse, 1.3)
export const drawFamily = (draw: Stream): string => common(draw, familyByUse, 1.5)
export const drawName = (draw: Stream): Name => ({
  given: drawGiven(draw),
  family: drawFamily(draw),
})
export const writeName = (name: Name): string => `${name.given} ${name.family}`

/** Letters as a mailbox or a host name can hold them. */
export const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]/g, '')

/** A slip of the keyboard: two letters swapped, one left out or one doubled. */
export function mistype(draw: Stream, text: string): string {
  if (text.length < 4) return text
  const place = 1 + below(draw, text.length - 2)
  const before = text.slice(0, place)
  const [here = '', next = ''] = [text[place], text[place + 1]]
  const after = text.slice(place + 2)
  const slip = below(draw, 3)
  if (slip === 0) return before + next + here + after
  return slip === 1 ? before + next + after : before + here + here + next + after
}
