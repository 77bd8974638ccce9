//! Numbers in Chinese sentences: what counts as a quantity, what it speaks of, and whether the sentence's sums hold.
//!
//! One pass from left to right over the characters of a section. Everything found is a span of characters of the
//! section's paragraphs joined by `\n`. Nothing here knows the form: [`Role`] says in words which figure is meant.

mod attach;
mod balance;
mod duration;
mod list;
mod mask;
mod near;
mod numeral;
mod passage;
mod quantity;
mod rate;
mod relation;
mod role;
mod speak;
mod sum;
pub mod text;
mod topic;
mod unit;
mod view;
mod zero;

pub use attach::{Found, Trace, attach};
pub use mask::{Mask, MaskKind};
pub use near::near;
pub use passage::Splice;
pub use quantity::{Exactness, Quantity, Script};
pub use relation::{Kind, Relation, Sure, Suspect, Verdict};
pub use role::{Act, Applicant, Case, Decision, Document, Outcome, Role, Row};
pub use topic::Topic;
pub use unit::counts as is_count;

use std::{ops::Range, sync::Arc};

use passage::Passage;
use text::shifted;

/// All that was read in the text of one section.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// What is no quantity, in the order of the text.
    pub masks: Vec<Mask>,
    /// The quantities, in the order of the text.
    pub quantities: Vec<Quantity>,
    /// What they have to do with each other; indices into `quantities`.
    pub relations: Vec<Relation>,
    passages: Vec<Passage>,
    /// What stands before each paragraph, and, last, before the end.
    starts: Vec<Count>,
}

/// What reading a section again changed. All before it stayed as it was, and all behind it but for its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reread {
    /// The quantities of before that went, by their numbers then.
    pub gone: Range<usize>,
    /// Those that came for them, by their numbers now; whole paragraphs.
    pub come: Range<usize>,
    /// The characters that were replaced.
    pub splice: Splice,
    /// Do the quantities that came say what those say that went, and so do the relations? Nothing is new then but their
    /// place, as the splice has it, and the words around quantities that are plain ([`Quantity::is_plain`]) and of which no relation tells
    /// ([`Relation::tells_of`]).
    pub is_alike: bool,
}

/// So many of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Count {
    chars: usize,
    masks: usize,
    quantities: usize,
    relations: usize,
}

/// Reads a section: its paragraphs joined by `\n`.
pub fn read(text: &str) -> Reading {
    let mut reading = Reading::default();
    reading.reread(text.split('\n'));
    reading
}

impl Reading {
    /// Reads the section again after a change, by its paragraphs. Those that did not change at its start and end are kept.
    pub fn reread<'a>(&mut self, paragraphs: impl IntoIterator<Item = &'a str>) -> Reread {
        let lines: Vec<&str> = paragraphs.into_iter().collect();
        let is_same = |(passage, line): &(&Passage, &&str)| passage.text == **line;
        let n_old = self.passages.len();
        let head = self.passages.iter().zip(&lines).take_while(is_same).count();
        let rest = n_old.min(lines.len()) - head;
        let tail = self.passages.iter().rev().zip(lines.iter().rev()).take(rest).take_while(is_same).count();
        let changed = lines.get(head..lines.len() - tail).unwrap_or_default();
        let new: Vec<Passage> = changed.iter().map(|line| Passage::read(line)).collect();
        let gone: Vec<Passage> = self.passages.splice(head..n_old - tail, new).collect();
        let start = self.starts.get(head).map_or(0, |start| start.chars);
        let (end, is_tied_alike) = self.tie(head, head + changed.len());
        let come = self.passages.get(head..head + changed.len()).unwrap_or_default();
        let (splice, is_like) = match (gone.as_slice(), come) {
            ([gone], [come]) => {
                let splice = gone.splice(come);
                let is_like = gone.is_like(come, &splice);
                (splice, is_like)
            }
            (gone, come) => {
                let length = |all: &[Passage]| all.iter().map(|passage| passage.chars.len() + 1).sum();
                (Splice { gone: 0..length(gone), end: length(come) }, gone.is_empty() && come.is_empty())
            }
        };
        let (gone, come) = self.join(head, end, n_old);
        Reread { gone, come, splice: splice.moved(start), is_alike: is_tied_alike && is_like }
    }

    /// Is it the reading of these paragraphs?
    pub fn is_of(&self, paragraphs: &[String]) -> bool {
        let is_same = self.passages.len() == paragraphs.len();
        is_same && self.passages.iter().zip(paragraphs).all(|(passage, text)| passage.text == *text)
    }

    /// Its paragraphs: where each begins, and its characters, as [`Reading::paragraph`] gives them.
    pub fn paragraphs(&self) -> impl Iterator<Item = (usize, &[char])> {
        self.starts.iter().zip(&self.passages).map(|(start, passage)| (start.chars, passage.chars.as_slice()))
    }

    /// The paragraph that holds this character of the section: where it begins, and its characters, full-width digits
    /// and signs as their half-width twins.
    pub fn paragraph(&self, at: usize) -> Option<(usize, &[char])> {
        let n = self.starts.partition_point(|start| start.chars <= at).checked_sub(1)?;
        let (start, passage) = (self.starts.get(n)?.chars, self.passages.get(n)?);
        (at <= start + passage.chars.len()).then_some((start, passage.chars.as_slice()))
    }

    /// Finds the relations of the paragraphs from `head` to `end`, which are new, and of any behind them before which the
    /// last sentence changed: a sum may take up what that one said, and nothing reaches further back. Gives the end of
    /// the paragraphs that may have other relations now, and whether those behind `end` have the same as before.
    fn tie(&mut self, head: usize, end: usize) -> (usize, bool) {
        let mut is_alike = true;
        let mut before = self.ahead(head).map(|(_, passage)| Arc::clone(&passage.tail)).unwrap_or_default();
        for (n, passage) in self.passages.iter_mut().enumerate().skip(head) {
            if passage.is_blank() {
                continue;
            }
            let is_known = passage.ties.as_ref().is_some_and(|(known, _)| *known == before);
            if !is_known {
                let found = passage.relations(&before);
                is_alike &= n < end || passage.is_tied_like(&before, &found);
                passage.ties = Some((Arc::clone(&before), found));
            } else if n >= end {
                // Where that sentence stands may be new.
                return (n + 1, is_alike);
            }
            before = Arc::clone(&passage.tail);
        }
        (self.passages.len(), is_alike)
    }

    /// The last paragraph with text before the paragraph `n`, with its number.
    fn ahead(&self, n: usize) -> Option<(usize, &Passage)> {
        self.passages.iter().enumerate().take(n).rev().find(|(_, passage)| !passage.is_blank())
    }

    /// Puts what the paragraphs from `head` to `end` hold in the place of what stood there, and moves what stands behind;
    /// there were `n_old` paragraphs. Gives the numbers of the quantities that went, and of those that came.
    fn join(&mut self, head: usize, end: usize, n_old: usize) -> (Range<usize>, Range<usize>) {
        let n_behind = self.passages.len() - end;
        let is_first = self.starts.is_empty();
        let first = self.starts.get(head).copied().unwrap_or_default();
        let old = self.starts.get(n_old - n_behind).copied().unwrap_or_default();
        // Where the last sentence of the paragraph before begins, and the number of its first quantity.
        let mut last = self.ahead(head).map_or((0, 0), |(n, passage)| {
            let start = self.starts.get(n).copied().unwrap_or_default();
            (start.chars + passage.last.0, start.quantities + passage.last.1)
        });
        let (mut now, mut starts) = (first, Vec::with_capacity(end - head));
        let (mut masks, mut quantities, mut relations) = (Vec::new(), Vec::new(), Vec::new());
        for passage in self.passages.get(head..end).unwrap_or_default() {
            starts.push(now);
            masks.extend(passage.masks.iter().map(|mask| mask.moved(0, now.chars)));
            quantities.extend(passage.quantities.iter().map(|q| q.moved(0, now.chars)));
            relations.extend(passage.tied(last, (now.chars, now.quantities)));
            if !passage.is_blank() {
                last = (now.chars + passage.last.0, now.quantities + passage.last.1);
            }
            now.chars += passage.chars.len() + 1;
            now.masks += passage.masks.len();
            now.quantities += passage.quantities.len();
            now.relations = first.relations + relations.len();
        }
        drop(self.masks.splice(first.masks..old.masks, masks));
        drop(self.quantities.splice(first.quantities..old.quantities, quantities));
        drop(self.relations.splice(first.relations..old.relations, relations));
        drop(self.starts.splice(head..n_old - n_behind, starts));
        if is_first {
            self.starts.push(now);
        } else {
            self.shift(end, old, now);
        }
        (first.quantities..old.quantities, first.quantities..now.quantities)
    }

    /// Moves what stands behind the paragraph `end` from where it stood to where it stands now.
    fn shift(&mut self, end: usize, old: Count, now: Count) {
        let moved = |at: usize, from: usize, to: usize| (at + to).saturating_sub(from);
        for start in self.starts.iter_mut().skip(end) {
            start.chars = moved(start.chars, old.chars, now.chars);
            start.masks = moved(start.masks, old.masks, now.masks);
            start.quantities = moved(start.quantities, old.quantities, now.quantities);
            start.relations = moved(start.relations, old.relations, now.relations);
        }
        if old == now {
            return;
        }
        for mask in self.masks.iter_mut().skip(now.masks) {
            mask.span = shifted(&mask.span, old.chars, now.chars);
        }
        for q in self.quantities.iter_mut().skip(now.quantities) {
            q.shift(old.chars, now.chars);
        }
        for relation in self.relations.iter_mut().skip(now.relations) {
            relation.shift(|i| moved(i, old.quantities, now.quantities), |at| moved(at, old.chars, now.chars));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn amount(q: &Quantity) -> String {
        let sign = match q.exactness {
            Exactness::Exact => "",
            Exactness::Above | Exactness::Over => "+",
            Exactness::Below => "-",
            Exactness::About => "~",
            Exactness::From(_) => "…",
        };
        format!("{}{}{sign}", q.value.normalize(), q.unit)
    }

    /// The quantities of a text that are written as numbers.
    fn counted(text: &str) -> String {
        let reading = read(text);
        let numbers = reading.quantities.iter().filter(|q| q.script != Script::Words);
        numbers.map(amount).collect::<Vec<_>>().join(" ")
    }

    /// The roles of a text's quantities, nothing said in words too.
    fn roles(text: &str) -> String {
        let reading = read(text);
        let told = reading.quantities.iter().filter_map(|q| Some((q, q.role?)));
        told.map(|(q, role)| format!("{role:?}={}", q.value.normalize())).collect::<Vec<_>>().join(" ")
    }

    /// The relations of a text: kind, both sides, and ✓, ? or the difference.
    fn ties(text: &str) -> String {
        let reading = read(text);
        let side = |all: &[usize]| {
            let values = all.iter().filter_map(|&i| reading.quantities.get(i));
            values.map(|q| q.value.normalize().to_string()).collect::<Vec<_>>().join("+")
        };
        let said = reading.relations.iter().map(|r| {
            let verdict = match r.verdict {
                Verdict::Holds => "✓".to_owned(),
                Verdict::Differs(by) => format!("{:?}{:+}", r.sure, by.normalize()),
                Verdict::Open => "?".to_owned(),
            };
            format!("{:?} {}={} {verdict}", r.kind, side(&r.left), side(&r.right))
        });
        said.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn a_section_that_was_emptied_is_read_like_a_new_one() {
        let mut reading = Reading::default();
        for lines in [&["共5件。", "其中答复2件。"][..], &[], &["共6件。"], &[], &["", "共7件。", "其中1件。"]]
        {
            reading.reread(lines.iter().copied());
            let mut fresh = Reading::default();
            fresh.reread(lines.iter().copied());
            assert_eq!(reading, fresh, "{lines:?}");
        }
    }

    #[test]
    fn numbers_with_units_are_quantities_and_nothing_else_is() {
        for (text, wanted) in [
            ("全年发布信息1204条。", "1204条"),
            ("全年发布信息1,204条、文件３０件。", "1204条 30件"),
            ("全年发布信息１，２０４条。", "1204条"),
            ("访问量达 36 万人次，粉丝2.5万人。", "360000人次 25000人"),
            ("入库数据1.2亿条。", "120000000条"),
            ("收费59.2449万元，其中罚款300元。", "592449元 300元"),
            ("接待群众180余人次，办件60多件。", "180人次+ 60件+"),
            ("点击量100余万次，约2万次来自手机端。", "1000000次+ 20000次~"),
            ("赠阅公报3万余册，近500人参加。", "30000册+ 500人-"),
            ("超过20家单位参加，用时不足3天。", "20家+ 3天-"),
            ("办理时限压缩至3-5个工作日，每次20至30人。", "5工作日… 30人…"),
            ("每周更新10条以上，平均15分钟左右。", "10条+ 15分钟~"),
            ("满意率98.5%，比上年提高1.5个百分点，百分之九十以上好评。", "98.5% 1.5百分点 90%+"),
            ("阅读人数：893人，浏览次数: 52 来源：本局", "893人 52次"),
            ("本报告由总体情况等六个部分组成，分三个方面。", "6部分 3方面"),
            ("连续三年获评优秀，培训两次，历时十二天。", "3年 2次 12天"),
            ("收到群众来信四十余封，近百人次旁听。", "40封+ 100人次-"),
            ("新增两项制度，一件申请转下年办理。", "2项 1件"),
            ("共受理3件，其中一件撤回。", "3件 1件"),
            ("推进20大领域公开，涉及5大类53项。", "20领域 5类 53项"),
            ("新建APP3个、LED屏2块。", "3个 2块"),
            ("依据条例第二十条和第五十条，以第3号文印发。", ""),
            ("进一步统一标准，一一核对，唯一出口，逐一落实，万一有误一个也不放过。", ""),
            ("落实“三审三校”，做到“一网通办”，突出五公开。", ""),
            ("电话：0100-1234567，邮编：100001，地址：示例路18号3号楼402室。", ""),
            ("2020年1月1日至12月31日，2019年度，6月上旬，2020-10-15，16:34。", ""),
            ("示政办发〔2021〕30号、示府办〔2019〕 60 号。", ""),
            ("学习二十大、十九届四中全会和七届二次全会精神。", ""),
            ("编号11370500A/2020-10670，系统由MySQL 2008升到MySQL 2014。", ""),
            ("（一）主动公开。一是抓制度；二是抓平台。", ""),
            ("1.主动公开2.依申请公开", ""),
            ("引自《3件实事5条措施》，见“7项清单”。", ""),
            ("属于三类内部事务信息、四类过程性信息的不予公开。", ""),
            ("三四名同志，几十条，零距离，百姓，千家万户，十分满意。", ""),
            ("与53个部门和2部委，第5批次，发布3条例。", "53个"),
            ("较21年增长，2022年共5期。", "5期"),
            ("受理12345热线47件，12345条。", "47件 12345条"),
            ("占三分之一，共13575394432.52元。", "13575394432.52元"),
        ] {
            assert_eq!(counted(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_quantity_knows_its_place_and_its_subject() {
        let text = "概况\n通过微信公众号发布信息约1.2万余条，开设专栏3个（新设1个）";
        let reading = read(text);
        let chars: Vec<char> = text.chars().collect();
        let part = |span: &std::ops::Range<usize>| chars[span.clone()].iter().collect::<String>();
        let said: Vec<(String, String, &str)> =
            reading.quantities.iter().map(|q| (part(&q.span), part(&q.digits), q.subject())).collect();
        assert_eq!(
            said,
            [
                ("约1.2万余条".into(), "1.2".into(), "微信公众号发布信息"),
                ("3个".into(), "3".into(), "开设专栏"),
                ("1个".into(), "1".into(), "新设"),
            ]
        );
    }

    #[test]
    fn quantities_about_applications_have_their_roles() {
        for (text, wanted) in [
            ("我局收到政府信息公开申请3件，上年结转1件。", "Received=3 Row(BroughtForward)=1"),
            ("共收到8份政府信息公开申请，均为自然人申请。", "Received=8"),
            ("新收政府信息公开申请12件，结转下年度2件。", "New=12 Row(CarriedForward)=2"),
            (
                "受理政府信息公开申请20件（含上年结转2件），办结18件，2件结转下年继续办理。",
                "Intake=20 Row(BroughtForward)=2 Concluded=18 Row(CarriedForward)=2",
            ),
            (
                "收到信息公开申请9件。其中，予以公开4件，部分公开2件，不予公开1件，无法提供1件，不予处理1件。",
                "Received=9 Row(Granted)=4 Row(Partial)=2 Row(Denied)=1 Row(Unavailable)=1 Row(NotProcessed)=1",
            ),
            ("答复信息公开申请9件，予以公开及部分公开5件，其他处理4件。", "Concluded=9 Disclosed=5 Row(Otherwise)=4"),
            (
                "收到信息公开申请3件，1件按规定予以公开，1件因本机关不掌握相关信息，1件属重复申请。",
                "Received=3 Row(Granted)=1 Row(UnavailableNotHeld)=1 Row(NotProcessedDuplicate)=1",
            ),
            (
                "办理依申请公开：属于国家秘密1件、内部事务信息2件、过程性信息3件、行政执法案卷4件、行政查询事项5件。",
                "Row(DeniedSecret)=1 Row(DeniedInternal)=2 Row(DeniedProcess)=3 Row(DeniedCaseFile)=4 Row(DeniedInquiry)=5",
            ),
            (
                "申请公开中，没有现成信息需另行制作1件，补正后仍不明确2件，信访类3件，要求提供公开出版物4件，大量反复申请5件，要求重新出具已获取的政府信息6件。",
                "Row(UnavailableNotMade)=1 Row(UnavailableUnclear)=2 Row(NotProcessedPetition)=3 Row(NotProcessedPublication)=4 Row(NotProcessedExcessive)=5 Row(NotProcessedConfirmation)=6",
            ),
            (
                "政府信息公开申请中逾期不补正1件，逾期未缴费2件，申请人撤回3件。",
                "Row(OtherwiseNotAmended)=1 Row(OtherwiseFeeUnpaid)=2 Row(OtherwiseMisc)=3",
            ),
            (
                "因本机关不掌握等原因无法提供政府信息的申请7件，其他处理（含撤回申请）2件。",
                "Row(Unavailable)=7 Row(Otherwise)=2",
            ),
            (
                "政府信息公开申请中，自然人申请6件，法人或其他组织申请2件，商业企业1件。",
                "Applicant(Natural)=6 Applicant(Entities)=2 Applicant(Business)=1",
            ),
            (
                "共收到信息公开申请5件，2021年结转1件，剩余1件转2023年办理。",
                "Received=5 Row(BroughtForward)=1 Row(CarriedForward)=1",
            ),
            ("未收到政府信息公开申请。", "Received=0"),
            (
                "本年度没有接到要求公开政府信息的申请，无因信息公开引起的行政复议、行政诉讼。",
                "Received=0 Case(Review, None)=0 Case(Suit, None)=0",
            ),
            ("没有因政府信息公开被申请行政复议，提起行政诉讼的情况。", "Case(Review, None)=0 Case(Suit, None)=0"),
            ("没有发生行政复议，行政诉讼2件。", "Case(Review, None)=0 Case(Suit, None)=2"),
            ("收到信息公开申请4件，均已按期办结。", "Received=4 Row(CarriedForward)=0"),
            ("收到信息公开申请4件，1件结转下年，其余均已答复。", "Received=4 Row(CarriedForward)=1"),
            ("收到信息公开申请6件，无下年度结转。", "Received=6 Row(CarriedForward)=0"),
            (
                "行政复议3件，其中维持2件、纠正1件；行政诉讼4件，尚未审结1件。",
                "Case(Review, None)=3 Case(Review, Some(Upheld))=2 Case(Review, Some(Corrected))=1 Case(Suit, None)=4 Case(Suit, Some(Pending))=1",
            ),
            (
                "未经复议直接起诉2件，复议后起诉诉讼1件，行政复议和行政诉讼共6件。",
                "Case(Direct, None)=2 Case(AfterReview, None)=1 Case(Any, None)=6",
            ),
            ("发生1起因信息公开引起的行政复议案件。", "Case(Review, None)=1"),
            (
                "信息公开行政复议3件，均获维持；行政诉讼2件，均已审结，继续保持零败诉。",
                "Case(Review, None)=3 Case(Review, Some(Corrected))=0 Case(Review, Some(Pending))=0 Case(Suit, None)=2 \
                 Case(Review, Some(Pending))=0 Case(Suit, Some(Pending))=0 Case(Suit, Some(Corrected))=0",
            ),
            (
                "收到信息公开申请4件，均已办理完成，结转下年1件。",
                "Received=4 Row(CarriedForward)=0 Row(CarriedForward)=1",
            ),
            ("收到信息公开申请4件，均在期限内答复，结转下年1件。", "Received=4 Row(CarriedForward)=1"),
            (
                "制发行政规范性文件8件，废止规范性文件3件，现行有效规范性文件45件，公开规章2件。",
                "Document(Normative, Issued)=8 Document(Normative, Repealed)=3 Document(Normative, InForce)=45 Document(Rules, Published)=2",
            ),
            (
                "作出行政处罚决定120件，办理行政许可3000件，公开行政处罚信息80条。",
                "Decisions(Penalties)=120 Decisions(Permits)=3000",
            ),
            ("收取信息处理费400元，行政事业性收费12.5万元。", "ProcessingFee=400 Fees=125000"),
            ("本年未收取信息处理费。", "ProcessingFee=0"),
            ("办理热线诉求30件，收到提案2件、建议3件，全部办结。收到政府信息公开申请1件。", "Received=1"),
            (
                "本年度制发行政规范性文件6件，废止2件，现行有效31件。",
                "Document(Normative, Issued)=6 Document(Normative, Repealed)=2 Document(Normative, InForce)=31",
            ),
            (
                "收到政府信息公开申请22起，答复21起，结转1起。其中公开1起，不存在9起，属于行政执法案卷5起，不予公开2起。",
                "Received=22 Concluded=21 Row(CarriedForward)=1 Row(Granted)=1 Row(UnavailableNotHeld)=9 \
                 Row(DeniedCaseFile)=5 Row(Denied)=2",
            ),
            ("全年无政府信息公开申请，无正当理由的除外。", "Received=0"),
            ("清理规范性文件20件，解读规范性文件5件。", ""),
            ("接待咨询12件，收到公众意见30条。", ""),
        ] {
            assert_eq!(roles(text), wanted, "{text}");
        }
    }

    #[test]
    fn relations_are_found_and_judged() {
        for (text, wanted) in [
            ("发布信息100条，其中网站60条、微信40条。", "Parts 100=60+40 ✓"),
            ("发布信息100条。其中，网站60条，微信40条。", "Parts 100=60+40 ✓"),
            ("发布信息100条，其中网站60条、微信40条，同时回复留言20条。", "Parts 100=60+40 ✓"),
            ("发布信息100条，其中网站60条、微信40条，答复咨询30条。", "Parts 100=60+40 ✓"),
            ("发布信息100条（网站60条，微信40条），同比增长5%。", "Parts 100=60+40 ✓; Growth 5=100 ?"),
            ("文件13件（含新制定5件、修改8件）。", "Parts 13=5+8 ✓"),
            ("发布信息171条：动态124条，预算40条，其他7条。", "Parts 171=124+40+7 ✓"),
            ("甲县、乙县申请分别为3件、4件。", ""),
            ("发布解读10个，分别为图解6个、视频4个。", "Parts 10=6+4 ✓"),
            (
                "发布信息698条，其中动态407条（工作287条，专题120条），互动291条。",
                "Parts 698=407+291 ✓; Parts 407=287+120 ✓",
            ),
            ("接待咨询190余次，其中电话140次、当面55次。", "Parts 190=140+55 ✓"),
            ("公开各类信息3626条，包括年报26件，公告3600件。", "Parts 3626=26+3600 ✓"),
            ("受理申请63件，上年结转3件。其中当面递交13件，信函申请50件。", "Parts 63=13+50 ✓"),
            ("发布信息500条，其中重点领域120条、政策文件30条。", "Parts 500=120+30 ?"),
            ("发布信息500条，其中重点领域120条。", ""),
            ("发布信息100条，其中网站60条、微信30条等。", "Parts 100=60+30 ?"),
            ("发布信息100条，其中网站120条。", "Parts 100=120 Fair-20"),
            ("发布信息1204条，其中网站800条、微信300条、微博105条。", "Parts 1204=800+300+105 Fair-1"),
            ("发布信息1204条（网站800条、微信300条、微博103条）。", "Parts 1204=800+300+103 Fair+1"),
            ("发布信息1204条，其中网站800条、微信300条、其他103条。", "Parts 1204=800+300+103 Fair+1"),
            ("发布信息1204条，其中网站800条、微信300条、微博103条。", "Parts 1204=800+300+103 Slight+1"),
            (
                "全年公开政府信息2942条。网站52条，其他2167条，微博541条，微信175条，解读7条。",
                "Implied 2942=52+2167+541+175+7 ✓",
            ),
            ("指南0条，制度1条，机构2条，统计3条，采购4条，预算2条，公示10条，动态9条。", ""),
            ("收到政府信息公开申请30件，上年结转2件，办结29件，结转下年3件。", "Balance 30+2=29+3 ✓"),
            ("收到政府信息公开申请32件（含上年结转2件），办结29件，结转下年3件。", "Balance 32=29+3 ✓"),
            ("收到政府信息公开申请30件，上年结转2件，办结28件，结转下年3件。", "Balance 30+2=28+3 Fair+1"),
            (
                "收到信息公开申请7件，上年度结转1件；予以公开3件，无法提供4件，结转下年继续办理1件。",
                "Balance 7+1=3+4+1 ✓",
            ),
            (
                "答复政府信息公开申请80件。予以公开40件，不予公开10件，无法提供20件，不予处理9件。",
                "Outcomes 80=40+10+20+9 Fair+1",
            ),
            (
                "答复政府信息公开申请80件。予以公开40件，不予公开10件，无法提供20件，不予处理10件。",
                "Outcomes 80=40+10+20+10 ✓",
            ),
            (
                "本报告包括总体情况、主动公开情况、申请办理情况、行政复议、行政诉讼情况、存在问题及改进情况、其他事项等六部分。",
                "List 6= ✓",
            ),
            (
                "本报告由总体情况、主动公开情况、申请办理情况、存在问题及改进情况、其他事项等六个部分组成。",
                "List 6= Fair+1",
            ),
            ("收到提案2件，分别为：第101号提案《关于甲的建议》和第102号提案《关于乙的建议》。", "List 2= ✓"),
            ("收到提案3件，分别为：第101号提案《关于甲的建议》和第102号提案《关于乙的建议》。", "List 3= Fair+1"),
            ("6月2日至4日举办培训，为期三天。", "Duration 3= ✓"),
            ("6月29日至7月1日举办培训班，为期两天。", "Duration 2= Fair-1"),
            ("受理信件20件，办结19件，办结率95%。", "Rate 95=19+20 ✓"),
            ("受理信件20件，办结19件，办结率100%。", "Rate 100=19+20 Fair+5"),
            ("收到信件300件，办结率100%。", ""),
            (
                "公开信息2069条。其中部门1592条，占76.9%；乡镇477条，占23.1%。",
                "Parts 2069=1592+477 ✓; Share 76.9=1592+2069 ✓; Share 23.1=477+2069 ✓",
            ),
            ("公开信息2000条，网站500条，占35.0%。", "Share 35=500+2000 Fair+10"),
            ("收到信息公开申请22起，比2022年（31起）下降29%。", "Growth 29=22+31 ✓"),
            ("收到信息公开申请22件，比上年31件下降39%。", "Growth 39=22+31 Fair+9.97"),
            ("收到信息公开申请22件，同比增加3件。", "Growth 3=22 ?"),
            ("发布信息320条，其中政策解读12条；微信推送450条，其中原创120条。", "Parts 320=12+450 ?"),
            ("发布信息320条，其中政策解读12条，微信推送450条。", "Parts 320=12+450 Slight-142"),
            ("召开发布会12场，其中市级4场，部门9场。", "Parts 12=4+9 Fair-1"),
            ("刊登文件48件，包括市级20件、部门18件、人事6件等。", "Parts 48=20+18+6 ?"),
            ("收到政府信息公开申请35件，上年结转3件，答复33件。", ""),
            ("公开信息863条，比上年的790条增加73条，增长9.2%。", "Growth 73=863+790 ✓; Growth 9.2=863+790 ✓"),
            ("发布政策解读12个，其中图解3个，其中一图读懂2个，视频4个。", "Parts 3=2+4 ?"),
        ] {
            assert_eq!(ties(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_likely_slip_is_named_where_it_is_the_only_one() {
        let reading = read("发布信息2130条，其中网站1800条、微信300条、微博13条、其他71条。");
        let relation = &reading.relations[0];
        let suspect = relation.suspect.unwrap();
        assert_eq!(relation.verdict, Verdict::Differs((-54).into()));
        assert_eq!((reading.quantities[suspect.quantity].subject(), suspect.value.to_string()), ("其他", "17".into()));
    }

    #[test]
    fn what_is_typed_beside_the_numbers_changes_nothing_about_them() {
        let text = "重视公开工作。发布信息12条，其中网站8条，微信4条。\n其中政策3条。";
        for (typed, is_alike) in [
            ("十分重视公开工作。发布信息12条，其中网站8条，微信4条。\n其中政策3条。", true),
            ("重视公开工作。发布信息12条，其中网站8条，微信4条。\n其中政策3条。完。", true),
            ("重视公开工作。发布信息１2条，其中网站8条，微信4条。\n其中政策3条。", true),
            ("重视公开工作。发布信息12条，其中网站8条，微信 4条。\n其中政策3条。", true),
            ("重视公开工作。发布信息12条，其中网站8条，微信4个。\n其中政策3条。", false),
            ("重视公开工作。发布信息12条，其中网站8条，政务微信4条。\n其中政策3条。", false),
            ("重视公开工作。发布各类信息12条，其中网站8条，微信4条。\n其中政策3条。", true),
            ("重视公开工作。发布信息13条，其中网站8条，微信4条。\n其中政策3条。", false),
            ("重视公开工作。发布信息12条，其中网站8条，微信04条。\n其中政策3条。", false),
            ("重视公开工作。发布信息12条，其中网站8条，微信4条。\n\n其中政策3条。", false),
        ] {
            assert_eq!(read(text).reread(typed.split('\n')).is_alike, is_alike, "{typed}");
        }
    }

    #[test]
    fn words_around_a_number_without_a_part_in_anything_do_not_matter() {
        let alike = |text: &str, typed: &str| read(text).reread(typed.split('\n')).is_alike;
        assert!(alike("会同10个部门梳理事项。", "会同10个部门逐条梳理事项。"));
        assert!(!alike("满意率99.5%。", "群众满意率99.5%。"), "a percentage may be a share of something");
        assert!(!alike("收到信息公开申请3件，均已答复。", "新收到信息公开申请3件，均已答复。"));
        assert!(!alike("会同10个部门梳理事项。", "会同1 0个部门梳理事项。"));
    }

    #[test]
    fn two_counts_of_one_thing_are_set_side_by_side() {
        let reading = read("网站公开信息859条，微信2100条。\n在局门户网站发布动态、公告860篇，微信2512条。");
        assert_eq!(near(&reading.quantities.iter().collect::<Vec<_>>()), [(0, 2)]);
        let topics: Vec<Option<Topic>> = reading.quantities.iter().map(|q| q.topic).collect();
        assert_eq!(topics, [Topic::Website, Topic::WeChat, Topic::Website, Topic::WeChat].map(Some));
    }

    /// Is a text that is read again after a change what it is when it is read anew?
    fn is_reread(old: &str, new: &str) -> Result<(), TestCaseError> {
        let before = read(old);
        let mut reading = before.clone();
        let change = reading.reread(new.split('\n'));
        prop_assert_eq!(&reading, &read(new));
        prop_assert!(!change.is_alike || is_placed(&before, &reading, &change.splice));
        Ok(())
    }

    proptest! {
        #[test]
        fn any_text_is_read_within_its_bounds(
            text in "[0-9０-９一二三十百万两余多近约第年月日号条件个项%（）()：，。；、\n《》“”〔〕.,@a-zA-Z其中分别为包括含等共收到办结转下上未无复议诉讼占率同比申请公开 -]{0,120}"
        ) {
            let reading = read(&text);
            let length = text.chars().count();
            let mut end = 0;
            for q in reading.quantities.iter().filter(|q| q.script != Script::Words) {
                prop_assert!(q.span.start <= q.digits.start && q.digits.end <= q.span.end && q.span.end <= length);
                prop_assert!(q.digits.start >= end, "quantities overlap");
                let (low, high) = q.bounds();
                prop_assert!(low <= high || q.exactness != Exactness::Exact);
                end = q.digits.end;
            }
            for r in &reading.relations {
                prop_assert!(r.left.iter().chain(&r.right).all(|&i| i < reading.quantities.len()));
                prop_assert!(r.span.start <= r.span.end && r.span.end <= length + 1);
            }
        }

        #[test]
        fn any_characters_are_read_without_harm(text in "\\PC{0,80}") {
            read(&text);
        }

        #[test]
        fn reading_again_after_a_change_is_reading_anew(
            before in proptest::collection::vec(paragraph(), 0..5),
            after in proptest::collection::vec(paragraph(), 0..5),
            same in proptest::collection::vec(paragraph(), 0..4),
        ) {
            let text = |lines: &[String]| [same.clone(), lines.to_vec(), same.clone()].concat().join("\n");
            let (old, new) = (text(&before), text(&after));
            is_reread(&old, &new)?;
        }

        #[test]
        fn what_is_typed_at_one_place_is_read_as_if_all_were_read_anew(
            text in proptest::collection::vec(paragraph(), 1..4),
            at in any::<proptest::sample::Index>(),
            typed in proptest::sample::select(vec!["政", "，", "。", "3", "件", "其中", " ", "\n", ""]),
            removed in 0..2_usize,
        ) {
            let text: Vec<char> = text.join("\n").chars().collect();
            let at = at.index(text.len() + 1);
            let behind = text.get((at + removed).min(text.len())..).unwrap_or_default();
            let new: String = text[..at].iter().copied().chain(typed.chars()).chain(behind.iter().copied()).collect();
            is_reread(&text.iter().collect::<String>(), &new)?;
        }

        #[test]
        fn no_more_than_the_last_sentence_before_a_paragraph_counts_for_its_relations(
            far in paragraph(),
            near in paragraph(),
            this in paragraph(),
        ) {
            let ends = |text: String| {
                let reading = read(&text);
                let last = reading.starts[reading.starts.len() - 2];
                let relations = reading.relations.get(last.relations..).unwrap_or_default().iter();
                let side = |all: &[usize]| all.iter().map(|i| reading.quantities[*i].value).collect::<Vec<_>>();
                relations.map(|r| (r.kind, r.verdict, r.sure, side(&r.left), side(&r.right))).collect::<Vec<_>>()
            };
            prop_assert_eq!(ends(format!("{far}。全年{near}\n{this}")), ends(format!("全年{near}\n{this}")));
        }
    }

    /// Does a reading hold what the one before held, where a splice has it?
    fn is_placed(before: &Reading, now: &Reading, splice: &Splice) -> bool {
        let is_told = |n: usize| now.relations.iter().any(|r| r.tells_of(n));
        let quantity = |(n, q): (usize, &Quantity)| {
            let mut placed = Quantity {
                span: splice.place(&q.span).unwrap(),
                digits: splice.place(&q.digits).unwrap(),
                ..q.clone()
            };
            if let Some(now) = now.quantities.get(n).filter(|q| q.is_plain() && !is_told(n)) {
                (placed.before, placed.after) = (now.before.clone(), now.after.clone());
            }
            placed
        };
        let relation = |r: &Relation| Relation { span: splice.place(&r.span).unwrap(), ..r.clone() };
        before.quantities.iter().enumerate().map(quantity).eq(now.quantities.iter().cloned())
            && before.relations.iter().map(relation).eq(now.relations.iter().cloned())
    }

    /// A paragraph of pieces that make relations, within it and with the one before.
    fn paragraph() -> impl Strategy<Value = String> {
        let pieces = [
            "公开信息12条",
            "政策8条",
            "、文件4条",
            "网站8条",
            "、微信3条",
            "微博1条",
            "，",
            "。",
            "其中",
            "其中网站9条",
            "（",
            "）",
            "：",
            "分别为",
            "3",
            "收到申请5件",
            "上年结转1件",
            "，办结6件",
            "占25%",
            "比上年（31起）下降29%",
            "12月2日至3日",
            "，为期两天",
            " ",
            "政",
            "未收到申请",
            "《三件》",
        ];
        proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..7).prop_map(|pieces| pieces.concat())
    }
}
