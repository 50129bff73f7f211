# Antarmuka dalam bahasa Indonesia.

app-name = Cermin
app-line = Permainan tentang seberapa jauh negara boleh mengamati rakyatnya. Semua negeri dan orang di dalamnya rekaan.

year-quarter = tahun { $year }, triwulan { $quarter }
meter-in-words = { $name } { $value }
meter-up = { $name } { $value }, naik { $change }
meter-down = { $name } { $value }, turun { $change }
changed = Yang berubah: { $list }.
unchanged = Tak ada angka yang berubah.
quarters-passed = { $n ->
    [1] Satu triwulan berlalu.
   *[other] { $n } triwulan berlalu.
}
quarter-line = { $name } { $change }  { $because } ({ $rule })
quarter-line-several = { $name } { $change }  Beberapa aturan sekaligus.
group-glad = Paling lega sesudahnya: { $group } ({ $change }).
group-sore = Paling kecewa sesudahnya: { $group } ({ $change }).
shock-came = { $name }.
plan-moved = Tuas yang bukan di tanganmu digeser: { $list }.
dropped = Yang ditunggu tak jadi datang.
pending = Menunggu: { $text }
content-notes = Sebelum mulai: { $notes }
minutes = { $from } sampai { $to } menit
gives = untung
costs = bayar
locked = terkunci
needs = perlu { $name } { $needed }, kamu punya { $have }
needs-at-most = hanya selama { $name } paling tinggi { $needed }; sekarang { $have }
needs-budget = biayanya { $cost } per triwulan, sisa anggaran { $left }
needs-other = belum bisa dalam keadaan ini
stance-watch = amati
stance-regulate = atur
stance-refuse = tolak
stance-listen = dengar

ending-reached = Selesai: { $title }
ending-seed = Benih { $seed }. Siapa yang bermain dengan benih ini bertemu nasib yang sama.
ending-region = Keadaan negeri sekarang: { $region }
you-chose = Pilihanmu: { $choice }

library-title = Rak cerita
library-continue = Lanjutkan: { $scene }, { $date } ({ $n } keputusan)
library-ended = Lihat lagi: { $ending } ({ $n } keputusan)
library-begin = Mulai
library-begin-again = Mulai dari awal
library-broken = { $name }: paket ini memuat { $n } kesalahan; `cermin check { $name }` menunjukkannya
library-empty = Tak ada cerita di sini. Bisa juga memberi jalur: cermin play JALUR
library-other-language = English: tekan { $key }

screen-transcript = Catatan
screen-keys = Tombol
too-small = Cermin perlu 40 kolom dan 12 baris; jendela ini { $width } kali { $height }. Perbesar, atau pakai --plain.
more-above = masih ada di atas
more-below = masih ada di bawah

key-up = naik
key-down = turun
key-page-up = satu halaman naik
key-page-down = satu halaman turun
key-first = ke awal
key-last = ke akhir
key-confirm = ambil yang ditandai
key-back = kembali
key-choose = pilih dengan nomor
key-undo = tarik satu keputusan
key-redo = ambil lagi
key-transcript = catatan
key-keys = tombol
key-language = bahasa
key-begin = mulai dari awal
key-library = rak cerita
key-mouse = tetikus hidup atau mati
key-suspend = ke shell dan kembali
key-quit = keluar
foot-choose = pilih
foot-move = pindah
foot-undo = tarik
foot-open = buka

notice-undone = { $n } keputusan ditarik.
notice-redone = { $n } keputusan diambil lagi.
notice-nothing-to-undo = Tak ada yang bisa ditarik.
notice-nothing-to-redo = Tak ada yang bisa diambil lagi.
notice-locked = Pilihan itu terkunci: { $why }.
notice-no-such = Tak ada pilihan { $n } di sini.
notice-not-saved = Keputusan ini tak tersimpan: { $why }. Permainan jalan terus; hasilnya hanya ada selama program ini hidup.
notice-damaged = Satu simpanan tak terbaca ({ $why }). Simpanan itu dipindah menjadi { $path }; tak ada yang dihapus.
notice-unreadable = Satu simpanan tak terbaca: { $why }
notice-other-story = Simpanan ini milik cerita lain (`{ $story }`).
notice-cut = Ceritanya sudah berubah: setelah { $n } keputusan, `{ $choice }` tak lagi bisa diambil. Kamu berada di tempat terakhir yang masih sah. Simpanan lama dibiarkan utuh.
notice-numbers = Ceritanya sudah berubah: semua keputusan masih sah, tetapi sejak keputusan ke-{ $n } angkanya lain.
notice-edited = Berkas ceritanya berubah sejak disimpan; tak ada yang lain di dalamnya.
notice-fault = Ada kesalahan dalam cerita: { $why }. Tak ada yang diubah; ambil pilihan lain, atau tarik keputusan.
notice-dead-end = Semua pilihan di sini terkunci. Tarik satu keputusan ({ $key }).
notice-resumed = Kamu di tempat terakhir kali berhenti.
notice-mouse-on = Tetikus memilih dan menggulir; tahan Shift untuk menandai teks.
notice-mouse-off = Tetikus diserahkan ke terminal.

plain-choose = Pilih nomor. Kata lain: { $words }.
plain-not-understood = Tak dimengerti: { $line }. Ketik bantuan untuk daftar kata.
plain-help = Nomor atau id pilihan untuk memilih. batal, batal 3: tarik keputusan. lagi: ambil lagi. angka: semua angka. catatan: semua yang sudah dibaca. rak: ke rak cerita. bahasa: bahasa lain. bantuan: ini. keluar: pergi; semua tersimpan.
plain-saved = tersimpan: { $path }
plain-not-saved = tak tersimpan
plain-of = { $value } dari { $max }
