// GATE-12 as straight-line Rust, as a programmer would write it by hand; made from the story model once.
#[inline(always)]
fn rules(m: &mut M) {
    // All six read what stood when the turn began, as in the game.
    let s = *m;
    let (mut trust, mut power, mut dread) = (0, 0, 0);
    if s.trust > 60 && s.dread < 40 { power += 2; }
    if s.dread > 55 && s.power < 45 { trust -= 3; }
    if s.power > 65 && s.trust < 40 { dread += 4; }
    if s.trust < 35 && s.power < 50 { dread += 3; }
    if s.dread > 70 && s.trust > 45 { dread -= 5; }
    if s.power > 60 && s.dread > 50 { trust -= 2; }
    add(&mut m.trust, trust);
    add(&mut m.power, power);
    add(&mut m.dread, dread);
}

#[inline(always)]
fn scene<R: Rnd, const T: bool>(i: usize, m: &mut M, r: &mut R, out: &mut String) -> usize {
    match i {
        0 => {
            if r.below(4) == 0 { add(&mut m.dread, 7); add(&mut m.power, -3); if T { out.push_str("A stone the size of a calf comes over the wall and lands in the well yard.\n"); } }
            if T { out.push_str("Rain on the gatehouse roof. The captain counts the watch by lamp and tells you the town would give you "); num(out, m.trust); out.push_str(" parts in a hundred of its faith, no more, and that the men outside have begun to dig."); if m.dread > 40 { out.push_str(" Nobody in the room will stand with his back to the window."); } out.push('\n'); }
            let g = m.trust > 40;
            if T { out.push_str("Walk the wall with the watch\n"); if g { out.push_str("Double the guard on the grain\n"); } out.push_str("Sleep, and let the captain keep it\n"); }
            let k = if g { r.below(3) } else { [0, 2][r.below(2) as usize] };
            match k {
                0 => { if T { out.push_str("You walk until the lamps are paler than the sky, and they see you do it.\n"); } add(&mut m.trust, 6); add(&mut m.power, 2); add(&mut m.dread, -3); }
                1 => { if T { out.push_str("The granary doors get a second bar and a second pair of eyes.\n"); } add(&mut m.trust, -3); add(&mut m.power, 7); add(&mut m.dread, 2); }
                _ => { if T { out.push_str("You sleep badly and the captain does not sleep at all.\n"); } add(&mut m.trust, -2); add(&mut m.power, -4); add(&mut m.dread, 3); }
            }
            rules(m);
            1
        }
        1 => {
            if r.below(4) == 0 { add(&mut m.trust, -5); add(&mut m.dread, 4); if T { out.push_str("Two sacks are found slit and full of sand.\n"); } }
            if T { out.push_str("A deputation of bakers fills the hall with the smell of bread they did not bring. Your hold on the town stands at "); num(out, m.power); out.push_str(" and they mean to find out how much of that is flour."); if m.trust < 45 { out.push_str(" One of them will not take off his hat."); } out.push('\n'); }
            let g = m.power > 45;
            if T { out.push_str("Fix the price of a loaf\n"); if g { out.push_str("Open the reserve to the bakers\n"); } out.push_str("Send them home\n"); }
            let k = if g { r.below(3) } else { [0, 2][r.below(2) as usize] };
            match k {
                0 => { if T { out.push_str("The price goes up on the church door, and the queue goes round the church.\n"); } add(&mut m.trust, 5); add(&mut m.power, 3); add(&mut m.dread, -2); }
                1 => { if T { out.push_str("Forty sacks go down the hill under guard and come back as bread.\n"); } add(&mut m.trust, 7); add(&mut m.power, -6); add(&mut m.dread, -4); }
                _ => { if T { out.push_str("They go, and take the story of it to every street they live in.\n"); } add(&mut m.trust, -7); add(&mut m.power, 4); add(&mut m.dread, 3); }
            }
            rules(m);
            2
        }
        2 => {
            if r.below(4) == 0 { add(&mut m.dread, 6); add(&mut m.trust, -2); if T { out.push_str("A shutter bangs all night in an empty house and no one will go and tie it.\n"); } }
            if T { out.push_str("Someone has chalked an eye on the inner door. The steward scrubs at it and says the fear in the quarter is about "); num(out, m.dread); out.push_str(" if you count the shutters nailed closed since Sunday."); if m.power > 55 { out.push_str(" The steward has not asked who may enter at night; he has simply stopped anyone who does."); } out.push('\n'); }
            let g = m.dread > 25;
            if T { out.push_str("Leave the eye where it is\n"); if g { out.push_str("Question the night porters\n"); } out.push_str("Chalk a second eye beside it\n"); }
            let k = if g { r.below(3) } else { [0, 2][r.below(2) as usize] };
            match k {
                0 => { if T { out.push_str("You let it look. By evening it is only chalk.\n"); } add(&mut m.trust, 2); add(&mut m.power, -2); add(&mut m.dread, -5); }
                1 => { if T { out.push_str("The porters answer every question and look at nothing but your hands.\n"); } add(&mut m.trust, -5); add(&mut m.power, 6); add(&mut m.dread, 4); }
                _ => { if T { out.push_str("Now it is a face, and children come to see it.\n"); } add(&mut m.trust, 4); add(&mut m.power, -3); add(&mut m.dread, -3); }
            }
            rules(m);
            3
        }
        3 => {
            if r.below(4) == 0 { add(&mut m.dread, 5); add(&mut m.power, -4); if T { out.push_str("The winch chain parts and takes a man's fingers with it.\n"); } }
            if T { out.push_str("The river gate is the old gate, and it is failing. The mason puts your chances in his own coin and says the townsmen's trust, "); num(out, m.trust); out.push_str(" by his reckoning, is worth more than his mortar tonight."); if m.dread > 45 { out.push_str(" Below, in the dark, something knocks twice and stops."); } out.push('\n'); }
            let g = m.power > 50;
            if T { out.push_str("Brace it with the council's table\n"); if g { out.push_str("Conscript the river men\n"); } out.push_str("Flood the lower street\n"); }
            let k = if g { r.below(3) } else { [0, 2][r.below(2) as usize] };
            match k {
                0 => { if T { out.push_str("Eleven men carry the table down, and it is the best use it was ever put to.\n"); } add(&mut m.trust, 5); add(&mut m.power, 3); add(&mut m.dread, -4); }
                1 => { if T { out.push_str("They work with their boots on and their mouths shut.\n"); } add(&mut m.trust, -6); add(&mut m.power, 7); add(&mut m.dread, 2); }
                _ => { if T { out.push_str("The water comes up black and takes the lower street without any noise.\n"); } add(&mut m.trust, -4); add(&mut m.power, 2); add(&mut m.dread, 5); }
            }
            rules(m);
            4
        }
        4 => {
            if r.below(4) == 0 { add(&mut m.trust, -6); add(&mut m.dread, 5); if T { out.push_str("A second letter is found, addressed to the captain.\n"); } }
            if T { out.push_str("A boy brings a letter through the lines, sewn in his coat. It offers terms, and it knows your strength to the man: "); num(out, m.power); out.push_str(" hundreds, it says, and gives the names of the sergeants."); if m.trust > 55 { out.push_str(" The boy asks if he may stay, and three households offer before you can answer."); } out.push('\n'); }
            let g = m.trust > 40;
            if T { out.push_str("Read it aloud in the square\n"); out.push_str("Burn it and hold the boy\n"); if g { out.push_str("Answer it in your own hand\n"); } }
            let k = if g { r.below(3) } else { [0, 1][r.below(2) as usize] };
            match k {
                0 => { if T { out.push_str("You read all of it, even the part about you.\n"); } add(&mut m.trust, 8); add(&mut m.power, -4); add(&mut m.dread, 3); }
                1 => { if T { out.push_str("It burns quickly. The boy does not cry, which troubles the cook.\n"); } add(&mut m.trust, -6); add(&mut m.power, 4); add(&mut m.dread, 4); }
                _ => { if T { out.push_str("You write one line, and it takes you until midnight.\n"); } add(&mut m.trust, 2); add(&mut m.power, 4); add(&mut m.dread, -4); }
            }
            rules(m);
            5
        }
        5 => {
            if r.below(4) == 0 { add(&mut m.dread, 6); add(&mut m.trust, -2); if T { out.push_str("One of the far fires moves.\n"); } }
            if T { out.push_str("They have lit fires on the far hill, a great many, in rows. The watch has been counting and arguing. You make the town's dread "); num(out, m.dread); out.push_str(" yourself, from the number of candles in the church."); if m.power < 50 { out.push_str(" The sergeant gives his report to the captain first, and then to you."); } out.push('\n'); }
            let g = m.power > 40;
            if T { out.push_str("Light as many on our own wall\n"); if g { out.push_str("Send scouts by the drain\n"); } out.push_str("Forbid the counting\n"); }
            let k = if g { r.below(3) } else { [0, 2][r.below(2) as usize] };
            match k {
                0 => { if T { out.push_str("The wall burns like a feast day, and the far hill goes quiet to look.\n"); } add(&mut m.trust, 4); add(&mut m.power, 4); add(&mut m.dread, -5); }
                1 => { if T { out.push_str("Three go and two come back, with a map.\n"); } add(&mut m.trust, -2); add(&mut m.power, 6); add(&mut m.dread, 3); }
                _ => { if T { out.push_str("They go on counting, but they do it silently.\n"); } add(&mut m.trust, -5); add(&mut m.power, 2); add(&mut m.dread, 4); }
            }
            rules(m);
            6
        }
        6 => {
            if r.below(4) == 0 { add(&mut m.dread, 5); add(&mut m.power, -2); if T { out.push_str("The school bell is rung at noon by no one who will own to it.\n"); } }
            if T { out.push_str("The apothecary wants the cellar of the school for the sick. She says people believe in you "); num(out, m.trust); out.push_str(" times in a hundred when they are well, and that she would like to keep some of them so."); if m.dread > 50 { out.push_str(" She has hung the door with rue, and so have the neighbours, and so have theirs."); } out.push('\n'); }
            let g = m.trust > 45;
            if T { out.push_str("Give her the school\n"); if g { out.push_str("Give her the barracks\n"); } out.push_str("Seal the sick street\n"); }
            let k = if g { r.below(3) } else { [0, 2][r.below(2) as usize] };
            match k {
                0 => { if T { out.push_str("The benches go out into the yard and the cots go in.\n"); } add(&mut m.trust, 6); add(&mut m.power, -3); add(&mut m.dread, -3); }
                1 => { if T { out.push_str("The men sleep on the wall and say nothing you can punish.\n"); } add(&mut m.trust, 4); add(&mut m.power, -6); add(&mut m.dread, -5); }
                _ => { if T { out.push_str("The carpenter does it at dusk, and is sick in the gutter after.\n"); } add(&mut m.trust, -8); add(&mut m.power, 5); add(&mut m.dread, 6); }
            }
            rules(m);
            7
        }
        7 => {
            if r.below(4) == 0 { add(&mut m.trust, -4); add(&mut m.dread, 5); if T { out.push_str("A councillor's house is found empty, the fire still in.\n"); } }
            if T { out.push_str("The council sits late, and the oldest of them reads from a charter that limits you. Your authority, in its terms, comes to "); num(out, m.power); out.push_str(" lines out of a hundred, and he reads each of them."); if m.trust < 50 { out.push_str(" Nobody interrupts him, though several could."); } out.push('\n'); }
            let g = m.power > 55;
            if T { out.push_str("Swear to the charter again\n"); if g { out.push_str("Suspend the charter\n"); } out.push_str("Adjourn until the siege ends\n"); }
            let k = if g { r.below(3) } else { [0, 2][r.below(2) as usize] };
            match k {
                0 => { if T { out.push_str("You swear with your hand on the page, and he lets you feel how thin it is.\n"); } add(&mut m.trust, 7); add(&mut m.power, -5); add(&mut m.dread, -2); }
                1 => { if T { out.push_str("It takes one sentence. It goes on being said for the rest of your life.\n"); } add(&mut m.trust, -8); add(&mut m.power, 9); add(&mut m.dread, 5); }
                _ => { if T { out.push_str("They adjourn, and stay in their chairs.\n"); } add(&mut m.trust, -2); add(&mut m.power, 3); add(&mut m.dread, 2); }
            }
            rules(m);
            8
        }
        8 => {
            if r.below(4) == 0 { add(&mut m.dread, 8); add(&mut m.trust, -2); if T { out.push_str("A bowl shivers, in a house on the wrong side of the hill.\n"); } }
            if T { out.push_str("The digging stops. That is worse. The miners lay their ears to the cellar floors, and the fear in the low town goes to "); num(out, m.dread); out.push_str(" by the time the bowls of water have been set out to watch for ripples."); if m.power > 50 { out.push_str(" Every bowl has a soldier beside it, forbidden to cough."); } out.push('\n'); }
            let g = m.trust > 45;
            if T { out.push_str("Dig to meet them\n"); if g { out.push_str("Move the low town uphill\n"); } out.push_str("Pour the wine into the shaft\n"); }
            let k = if g { r.below(3) } else { [0, 2][r.below(2) as usize] };
            match k {
                0 => { if T { out.push_str("You dig toward a sound, and for two days you are a rumour to each other.\n"); } add(&mut m.trust, 2); add(&mut m.power, 5); add(&mut m.dread, 3); }
                1 => { if T { out.push_str("They come up with their beds and hens, and are let in.\n"); } add(&mut m.trust, 6); add(&mut m.power, -4); add(&mut m.dread, -5); }
                _ => { if T { out.push_str("It is the last of the good wine, and everyone knows it.\n"); } add(&mut m.trust, 3); add(&mut m.power, -3); add(&mut m.dread, -2); }
            }
            rules(m);
            9
        }
        9 => {
            if r.below(4) == 0 { add(&mut m.trust, -3); add(&mut m.dread, 4); if T { out.push_str("Someone throws a candlestick, and then everyone does.\n"); } }
            if T { out.push_str("A thief has been taken with a relic under her coat. The crowd will have something from you, and its patience, which was "); num(out, m.trust); out.push_str(" when they woke you, is going down like sand."); if m.dread > 45 { out.push_str(" They say the relic moved in her hands, and that she is the only one it moved for."); } out.push('\n'); }
            let g = m.power > 50;
            if T { out.push_str("Let her carry it round the wall\n"); if g { out.push_str("Hang her\n"); } out.push_str("Buy the relic from her\n"); }
            let k = if g { r.below(3) } else { [0, 2][r.below(2) as usize] };
            match k {
                0 => { if T { out.push_str("She walks the whole circuit barefoot, and the crowd walks after her.\n"); } add(&mut m.trust, 6); add(&mut m.power, -2); add(&mut m.dread, -5); }
                1 => { if T { out.push_str("It is done by the book, and the book is closed.\n"); } add(&mut m.trust, -7); add(&mut m.power, 6); add(&mut m.dread, 4); }
                _ => { if T { out.push_str("You pay what she asks. It is much less than it is worth.\n"); } add(&mut m.trust, -3); add(&mut m.power, 3); add(&mut m.dread, -2); }
            }
            rules(m);
            10
        }
        10 => {
            if r.below(4) == 0 { add(&mut m.dread, 7); add(&mut m.power, -3); if T { out.push_str("In the night the postern is found unlocked and nothing taken.\n"); } }
            if T { out.push_str("The captain asks for the keys, all of them, for one night. He says a gate needs one mind, and that yours is worth "); num(out, m.power); out.push_str(" and his is worth nothing without it."); if m.trust > 60 { out.push_str(" He has brought bread and salt with him, and puts them on the table between you."); } out.push('\n'); }
            let g = m.trust > 50;
            if T { out.push_str("Give him the keys\n"); if g { out.push_str("Keep them, and keep him\n"); } out.push_str("Have the locks changed\n"); }
            let k = if g { r.below(3) } else { [0, 2][r.below(2) as usize] };
            match k {
                0 => { if T { out.push_str("He signs for each one. It takes an hour.\n"); } add(&mut m.trust, 5); add(&mut m.power, -7); add(&mut m.dread, 2); }
                1 => { if T { out.push_str("He stays, and you talk until the lamp is dry.\n"); } add(&mut m.trust, 4); add(&mut m.power, 3); add(&mut m.dread, -4); }
                _ => { if T { out.push_str("The smith works all night, and all night the captain listens to him.\n"); } add(&mut m.trust, -6); add(&mut m.power, 6); add(&mut m.dread, 3); }
            }
            rules(m);
            11
        }
        11 => {
            if r.below(4) == 0 { add(&mut m.dread, 5); add(&mut m.trust, 2); if T { out.push_str("A horn is blown beyond the ditch, badly, by someone very young.\n"); } }
            if T { out.push_str("Last bell. The ladders are on the ground outside, plain to see, and the town has come up to stand behind you. Their dread is "); num(out, m.dread); out.push_str(" and you can hear it, like a mill, under the talk."); if m.power > 60 { out.push_str(" The ranks open to let you through before you ask."); } out.push('\n'); }
            let g = m.power > 40;
            if T { out.push_str("Speak to them\n"); if g { out.push_str("Give the order\n"); } out.push_str("Open the gate yourself\n"); }
            let k = if g { r.below(3) } else { [0, 2][r.below(2) as usize] };
            match k {
                0 => { if T { out.push_str("You say less than you meant to, and it is enough.\n"); } add(&mut m.trust, 7); add(&mut m.power, 2); add(&mut m.dread, -6); }
                1 => { if T { out.push_str("You give it once, and it goes along the wall from mouth to mouth.\n"); } add(&mut m.trust, -2); add(&mut m.power, 6); add(&mut m.dread, 2); }
                _ => { if T { out.push_str("You put your own shoulder to the bar.\n"); } add(&mut m.trust, -5); add(&mut m.power, -6); add(&mut m.dread, 7); }
            }
            rules(m);
            12
        }
        _ => unreachable!(),
    }
}

#[inline(always)]
fn finale<const T: bool>(m: &M, out: &mut String) -> usize {
    let e = 
        if m.trust > 64 && m.dread < 45 { 0 } else 
        if m.power > 74 { 1 } else 
        if m.dread > 59 { 2 } else 
        if m.trust < 45 { 3 } else 
        { 4 };
    if T { out.push_str(ENDING_TEXT[e]); }
    e
}
pub const ENDING_NAME: [&str; 5] = ["beloved", "iron", "haunted", "deposed", "weather"];
const ENDING_TEXT: [&str; 5] = ["They carry your chair down from the tower and set it in the market, among them, where they can reach your hand.\n", "The gate holds because nobody dares let it fail. Your name is stamped on every key in the town.\n", "The siege lifts and no one notices. The town goes on listening to the wall long after the wall goes quiet.\n", "At first light the council comes with a paper to sign. They are polite about it, which is worse.\n", "The season turns. The army outside packs its wet tents and goes, and the gate opens on an ordinary road.\n"];
pub const SCENES: usize = 12;
