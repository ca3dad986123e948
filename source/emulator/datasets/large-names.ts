/** Words that the large dataset is put together from. A name and how it is written in an address. */

export type Name = readonly [shown: string, plain: string];

function read(text: string): readonly Name[] {
	return text
		.trim()
		.split(/\s+/)
		.map((word): Name => {
			const [shown = '', plain = shown.toLowerCase()] = word.split('|');
			return [shown, plain];
		});
}

/** 125 of them: with the last names exactly 25,000 people. */
export const firstNames = read(`
Aaliyah Abel Adaeze Ahmed Aiko Alba Alejandro|alejandro Amélie|amelie Anders Anjali Antonia Aoife Arjun Asha Ayşe|ayse
Bartosz Beatriz Benedikt Bilal Bohdan Bronwyn Caio Camille Carmen Cheng Chidi Claudia Connor Dagny Daria
Diego Dilnoza Dmytro Ebba Efua Elif Elio Emilia Enzo Erik Esther Farah Felix Fernanda Finn
Freya Gabriel Georgia Giulia Grace Hanna Haruto Hassan Helga Hiroshi Hugo Ibrahim Ilse Imani Ingrid
Isabella Ivan Jada Jakub Jasmin João|joao Johanna Jorge Juno Kai Kalina Kamila Karim Katarzyna Kenji
Lars Layla Leonie Li Linh Lucía|lucia Luka Magnus Malik Marek Mariam Mateo Mei Mila Minh
Miriam Mohammed Nadia Naveen Nia Niko Nora Oluwaseun Omar Oscar Paula Pavel Pia Rafael Rania
Ravi René|rene Rohan Ruth Saanvi Samuel Sara Sebastián|sebastian Selin Seo-yeon|seoyeon Sigrid Simone Sofia Stefan Suresh
Tariq Thandiwe Tiago Uma Vera`);

/** 200 of them. */
export const lastNames = read(`
Abebe Acheampong Adeyemi Aguilar Ahn Akhtar Albrecht Almeida Amaral Andersson Antunes Arslan Asante Baker Balogun
Banerjee Barbosa Bauer Becker Bergström|bergstrom Bianchi Blake Boateng Borges Bose Braun Brown Bui Cabrera Campbell
Cárdenas|cardenas Castillo Chang Chaudhary Chen Choi Clarke Cohen Collins Conti Costa Cruz Dang Das Davies
Delgado Demir Deng Diallo Díaz|diaz Dlamini Doan Dogan Dubois Dvořák|dvorak Eriksen Espinoza Evans Farouk Fernandes
Ferrari Fischer Fofana Fontana Franco Fuentes Fujita Garcia Ghosh Gomes Gonzalez Graham Green Gupta Haddad
Hakimi Hall Hansen Hartmann Hashimoto Hernández|hernandez Ho Hoang Hofmann Horvat Huang Huber Hughes Hussain Ibarra
Ito Ivanov Iyer Jackson Jansen Jensen Jiménez|jimenez Johansson Jones Joshi Kamara Kang Kapoor Kato Kaya
Keita Kelly Khan Kim Klein Kobayashi Koç|koc Kovács|kovacs Kowalski Kruger Kumar Kuznetsova Lam Larsen Le
Lee Lehmann Leone Lewandowski Li Lim Lin Liu Lopez Lund Ma MacLeod Malik Marino Markovic
Martin Matsumoto Mbeki Medina Mehta Mendes Mendoza Meyer Miller Mishra Mitchell Molina Moreau Morris Müller|muller
Murphy Mutua Nakamura Navarro Ndlovu Nguyen Nielsen Novak Nowak Nyambura Obi Ochieng Oduya Oliveira Olsen
Omondi Ortiz Osei Öztürk|ozturk Park Pereira Petrov Pham Phiri Pinto Popescu Quispe Rahman Ramos Rao
Reid Richter Rivera Romano Rossi Ruiz Sahin Saito Santos Schmidt Schneider Sharma Shah Silva Singh
Smith Suzuki Tran Vargas Wong`);

/** 50 of them. */
export const cities = `
amsterdam antwerp athens atlanta auckland austin bangalore barcelona berlin bogota boston brisbane brussels bucharest
busan cairo calgary chennai chicago copenhagen dakar dallas denver dublin durban edinburgh frankfurt geneva hamburg
hanoi helsinki istanbul jakarta kigali krakow lagos lima lisbon lyon madrid manila milan nairobi osaka oslo porto
riga rotterdam santiago seattle`
	.trim()
	.split(/\s+/);

/** 40 of them: with the cities exactly 2,000 domains. */
export const sites = `
air api app auth billing blog booking careers cargo cdn claims cold-chain community customs depot docs drivers events
fleet forms help insurance invoices labels lab mail maps media partners parcels pay quotes rail returns routes shop
staff status tracking warehouse`
	.trim()
	.split(/\s+/);

/** 30 of them: with the cities exactly 1,500 teams. */
export const functions = `
access analytics apps automation billing bots cache compliance content data delivery design dns edge email firewall
images incident legal logs network partners payments performance platform release security support waiting-room workers`
	.trim()
	.split(/\s+/);

/** 20 of them: with the cities and three stages exactly 3,000 resource groups. */
export const purposes = `
bookings careers checkout customs documents drivers fleet freight invoices labels marketing mobile parcels payments
quotes returns sandbox statements tracking warehouse`
	.trim()
	.split(/\s+/);
