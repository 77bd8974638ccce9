//! Who stands out among peers: the test of Hidiroglou and Berthelot over the change from last year.

use rust_decimal::prelude::ToPrimitive;

use super::{CROWD, Gathered, Member, Remark, Watch};
use crate::form::{Edition, Place};

/// How much the size of a figure weighs.
const U: f64 = 0.5;
/// The least spread, as a share of the median effect.
const A: f64 = 0.05;
/// How many spreads off the median stand out.
const C: f64 = 6.0;
/// A change that differs from that of most peers by less than a quarter is told of nobody, however alike the peers are.
const LEAST: f64 = 0.25;

/// One remark for each organ that stands out, with all places where it does.
pub(super) fn check(gathered: &Gathered<'_>, remarks: &mut Vec<Remark>) {
    let edition = gathered.rollup.edition();
    let mut told: Vec<Vec<(Place, String, [String; 2])>> = vec![Vec::new(); gathered.pairs.len()];
    let mut crowd = 0;
    for (at, place) in Watch::new(edition).places.into_iter().enumerate() {
        let both = gathered.pairs.iter().enumerate().filter_map(|(n, pairs)| Some((n, *pairs.get(at)?)));
        let both: Vec<(usize, [f64; 2])> = both.filter(|(_, [last, now])| *last > 0.0 && *now > 0.0).collect();
        if both.len() < CROWD {
            continue;
        }
        for n in outliers(&both) {
            let Some((n, [last, now])) = both.get(n) else { continue };
            let figures = [*last, *now].map(written);
            let text = format!("{} {}→{}", name(edition, &place), figures[0], figures[1]);
            crowd = crowd.max(both.len());
            if let Some(told) = told.get_mut(*n) {
                told.push((place.clone(), text, figures));
            }
        }
    }
    for (part, told) in gathered.rollup.parts().iter().zip(told) {
        let Some((place, ..)) = told.first() else { continue };
        let texts: Vec<&str> = told.iter().map(|(_, text, _)| text.as_str()).collect();
        let message = format!("在 {crowd} 家中变化异常：{}", texts.join("，"));
        let mut remark = Remark::new("A-03", &part.about.organ, place.clone(), message);
        remark.finding.figures = told.iter().flat_map(|(.., figures)| figures.clone()).collect();
        remark.finding.cells = told.iter().filter_map(|(place, ..)| edition.find(place)).collect();
        remarks.push(remark);
    }
}

/// A count as people write it.
fn written(count: f64) -> String {
    count.to_u64().map_or_else(|| count.to_string(), |count| count.to_string())
}

/// Which of the pairs stand out.
fn outliers(pairs: &[(usize, [f64; 2])]) -> Vec<usize> {
    let mut ratios: Vec<f64> = pairs.iter().map(|(_, [last, now])| now / last).collect();
    let middle = quartile(&mut ratios, 2);
    let shift = |[last, now]: &[f64; 2]| {
        let ratio = now / last;
        if ratio < middle { 1.0 - middle / ratio } else { ratio / middle - 1.0 }
    };
    let effects: Vec<f64> = pairs.iter().map(|(_, both)| shift(both) * both[0].max(both[1]).powf(U)).collect();
    let mut shuffled = effects.clone();
    let [low, middle, high] = [1, 2, 3].map(|quarters| quartile(&mut shuffled, quarters));
    let least = (A * middle).abs();
    let (below, above) = ((middle - low).max(least), (high - middle).max(least));
    let stands_out = |effect: f64| effect < middle - C * below || effect > middle + C * above;
    let all = effects.iter().zip(pairs).enumerate();
    all.filter(|(_, (effect, (_, both)))| stands_out(**effect) && shift(both).abs() >= LEAST).map(|(n, _)| n).collect()
}

/// So many quarters into numbers by size, between two of them where it falls between. The numbers are put into another
/// order, but not all the way into theirs: that would take far longer.
fn quartile(numbers: &mut [f64], quarters: usize) -> f64 {
    let steps = quarters * numbers.len().saturating_sub(1);
    let share = [0.0, 0.25, 0.5, 0.75][steps % 4];
    if numbers.is_empty() {
        return 0.0;
    }
    let (_, low, above) = numbers.select_nth_unstable_by(steps / 4, f64::total_cmp);
    let next = above.iter().copied().fold(f64::INFINITY, f64::min);
    if share > 0.0 { *low + (next - *low) * share } else { *low }
}

/// What the form calls a place, or a group that it has no cell for.
fn name(edition: &Edition, place: &Place) -> String {
    match edition.find(place) {
        Some(cell) if place.column() == "total" => edition.lines(cell).2.short.clone(),
        Some(cell) => edition.name(cell),
        None => edition
            .derived
            .iter()
            .find(|group| group.id == place.row())
            .map_or_else(|| place.to_string(), |group| group.label.clone()),
    }
}

/// One organ with the new applications of two years.
macro_rules! member {
    ($organ:literal, $last:literal, $now:literal) => {
        Member { organ: $organ, last: &[("t2.new.total", $last)], this: &[("t2.new.total", $now)] }
    };
}

/// Fifteen organs whose figures move as figures do.
pub(super) const CALM: [Member; 15] = [
    member!("示例市一局", "40", "44"),
    member!("示例市二局", "55", "50"),
    member!("示例市三局", "12", "15"),
    member!("示例市四局", "70", "81"),
    member!("示例市五局", "33", "30"),
    member!("示例市六局", "90", "97"),
    member!("示例市七局", "21", "24"),
    member!("示例市八局", "18", "16"),
    member!("示例市九局", "64", "60"),
    member!("示例市十局", "28", "33"),
    member!("示例市十一局", "47", "45"),
    member!("示例市十二局", "36", "41"),
    member!("示例市十三局", "52", "58"),
    member!("示例市十四局", "25", "23"),
    member!("示例市十五局", "80", "88"),
];

/// The same, and one more that typed a zero too many.
pub(super) const ONE_LEAPS: [Member; 16] = {
    let mut all = [member!("示例市十六局", "46", "460"); 16];
    let mut n = 0;
    while n < CALM.len() {
        all[n] = CALM[n];
        n += 1;
    }
    all
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_lie_between_the_numbers() {
        for (quarters, want) in [1.0, 1.75, 2.5, 4.75, 10.0].into_iter().enumerate() {
            assert!((quartile(&mut [10.0, 2.0, 3.0, 1.0], quarters) - want).abs() < 1e-9, "{quarters}");
        }
        assert!(quartile(&mut [], 2).abs() < f64::EPSILON);
    }

    #[test]
    fn among_peers_that_hardly_change_a_small_change_is_told_of_nobody() {
        let pair = |n: u32, last: u32, now: u32| (n as usize, [last, now].map(f64::from));
        let mut pairs: Vec<_> = (0..17).map(|n| pair(n, 4000 + n * 10, 4000 + n * 10 + n % 3)).collect();
        pairs.push(pair(17, 4730, 4385));
        assert_eq!(outliers(&pairs), [0_usize; 0]);
        pairs.push(pair(18, 4730, 3100));
        assert_eq!(outliers(&pairs), [18]);
    }

    #[test]
    fn large_figures_stand_out_sooner_than_small_ones() {
        let pair = |n: u32, last: u32, now: u32| (n as usize, [last, now].map(f64::from));
        let mut pairs: Vec<_> = (0..40).map(|n| pair(n, 100 + n, 100 + n + (n % 7) * 3)).collect();
        pairs.push(pair(40, 2, 4));
        pairs.push(pair(41, 900, 1800));
        assert_eq!(outliers(&pairs), [41]);
    }
}
