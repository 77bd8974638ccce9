//! What a quantity speaks of: the rows and columns of the form by their words, with no knowledge of the form.

/// What a quantity counts (口径), as far as its words say so plainly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// 收到、受理: published reports mean new applications as often as new ones and those brought forward; see [`Role::New`].
    Received,
    /// 新收: applications new this year.
    New,
    /// 收到…（含上年结转…）: new ones and those brought forward.
    Intake,
    /// 办结、答复、办理: all outcomes together.
    Concluded,
    /// 予以公开及部分公开 in one number.
    Disclosed,
    /// One row of the table of applications, or a group of rows.
    Row(Row),
    /// Applications by one kind of applicant.
    Applicant(Applicant),
    /// 行政复议、行政诉讼, all or by outcome.
    Case(Case, Option<Outcome>),
    /// 规章、规范性文件.
    Document(Document, Act),
    /// 处理决定 of one kind.
    Decisions(Decision),
    /// 行政事业性收费, money.
    Fees,
    /// 信息处理费, money.
    ProcessingFee,
    /// 政府采购, projects.
    Purchases,
    /// 政府采购, money.
    PurchaseAmount,
}

/// A row of the table of applications, or a group of its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Row {
    /// 上年结转
    BroughtForward,
    /// 予以公开
    Granted,
    /// 部分公开
    Partial,
    /// 不予公开, all of them
    Denied,
    /// 国家秘密
    DeniedSecret,
    /// 其他法律行政法规禁止公开
    DeniedLaw,
    /// 三安全一稳定
    DeniedSafety,
    /// 保护第三方合法权益
    DeniedThirdParty,
    /// 三类内部事务信息
    DeniedInternal,
    /// 四类过程性信息
    DeniedProcess,
    /// 行政执法案卷
    DeniedCaseFile,
    /// 行政查询事项
    DeniedInquiry,
    /// 无法提供, all of them
    Unavailable,
    /// 本机关不掌握
    UnavailableNotHeld,
    /// 没有现成信息需要另行制作
    UnavailableNotMade,
    /// 补正后申请内容仍不明确
    UnavailableUnclear,
    /// 不予处理, all of them
    NotProcessed,
    /// 信访举报投诉类申请
    NotProcessedPetition,
    /// 重复申请
    NotProcessedDuplicate,
    /// 要求提供公开出版物
    NotProcessedPublication,
    /// 无正当理由大量反复申请
    NotProcessedExcessive,
    /// 要求确认或重新出具已获取信息
    NotProcessedConfirmation,
    /// 其他处理, all of them
    Otherwise,
    /// 逾期不补正
    OtherwiseNotAmended,
    /// 逾期未缴费
    OtherwiseFeeUnpaid,
    /// 其他处理 · 其他; 撤回 is counted here by habit.
    OtherwiseMisc,
    /// 结转下年度继续办理
    CarriedForward,
}

impl Row {
    /// Whether the row says how an application ended: neither brought nor carried forward.
    pub fn is_outcome(self) -> bool {
        !matches!(self, Self::BroughtForward | Self::CarriedForward)
    }

    /// Whether the row is a group of rows that the form has no cell for.
    pub fn is_group(self) -> bool {
        matches!(self, Self::Denied | Self::Unavailable | Self::NotProcessed | Self::Otherwise)
    }

    /// The group the row belongs to, if it is one of several.
    pub fn group(self) -> Option<Self> {
        match self {
            row if row.is_group() => None,
            row if row > Self::Denied && row < Self::Unavailable => Some(Self::Denied),
            row if row > Self::Unavailable && row < Self::NotProcessed => Some(Self::Unavailable),
            row if row > Self::NotProcessed && row < Self::Otherwise => Some(Self::NotProcessed),
            row if row > Self::Otherwise && row < Self::CarriedForward => Some(Self::Otherwise),
            _ => None,
        }
    }
}

/// Kinds of applicants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Applicant {
    /// 自然人
    Natural,
    /// 法人或其他组织, all of them
    Entities,
    /// 商业企业
    Business,
    /// 科研机构
    Research,
    /// 社会公益组织
    PublicInterest,
    /// 法律服务机构
    LegalService,
}

/// Kinds of cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Case {
    /// 行政复议
    Review,
    /// 行政诉讼, all of them
    Suit,
    /// 未经复议直接起诉
    Direct,
    /// 复议后起诉
    AfterReview,
    /// 行政复议和行政诉讼 in one number
    Any,
}

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// 结果维持
    Upheld,
    /// 结果纠正
    Corrected,
    /// 其他结果
    Other,
    /// 尚未审结
    Pending,
}

/// Kinds of documents that bind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Document {
    /// 规章
    Rules,
    /// 规范性文件
    Normative,
}

/// What was done with documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// 制发、制定、印发、出台
    Issued,
    /// 公开: not the same as issued
    Published,
    /// 废止、失效
    Repealed,
    /// 现行有效
    InForce,
}

/// Kinds of decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// 行政许可
    Permits,
    /// 行政处罚
    Penalties,
    /// 行政强制
    Coercion,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_knows_its_group() {
        assert_eq!(Row::DeniedInquiry.group(), Some(Row::Denied));
        assert_eq!(Row::UnavailableNotHeld.group(), Some(Row::Unavailable));
        assert_eq!(Row::OtherwiseMisc.group(), Some(Row::Otherwise));
        for row in [Row::Denied, Row::Granted, Row::Partial, Row::BroughtForward, Row::CarriedForward] {
            assert_eq!(row.group(), None, "{row:?}");
        }
    }
}
