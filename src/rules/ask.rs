//! Questions about a paragraph that rules ask again and again.

/// What is asked about a paragraph again and again, and answered once; each for one thing alone, at most 64.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    /// Words of what was published by itself.
    Published,
    /// Words of what was asked for.
    Requests,
    /// Words of how information is kept.
    Kept,
    /// Words of the places where it is published.
    Platforms,
    /// Words of what safeguards the work.
    Safeguards,
    /// Words of how the work was appraised.
    Appraised,
    /// Words of what the public thinks of it.
    Rated,
    /// Words of who was held to account.
    Accounted,
    /// Words of a shortcoming.
    Fault,
    /// Words of a remedy.
    Remedy,
    /// 无, 没有.
    None,
    /// Words of the fee.
    Fee,
    /// 申请.
    Application,
    /// Does it hold a number?
    Number,
    /// Words of cases that were lost.
    Lost,
    /// The sign that parts the columns of a table.
    Bar,
    /// Labels of a telephone.
    Phone,
    /// Labels of a fax.
    Fax,
    /// Labels of a postcode.
    Postcode,
    /// Labels of a mailbox.
    Mailbox,
    /// Is there a mail address?
    Mail,
    /// Is a sentence too long?
    Long,
    /// Is an organ the subject of a sentence?
    Organ,
    /// 我.
    Own,
    /// Labels of the statistical period.
    Period,
    /// 今年, 去年.
    Relative,
    /// Is there a day in digits and signs?
    Joined,
    /// Words that point at an attachment.
    Pointer,
    /// Is it the line of an attachment?
    Attachment,
    /// Does it begin with the mark of an item?
    Item,
    /// Does it end in the middle of a sentence?
    Open,
    /// Does it begin in the middle of a sentence?
    GoesOn,
    /// Does it say of the report how many parts it has, and another number than six?
    Parts,
    /// 号, as every number of a document has it.
    Numbered,
}

impl Ask {
    /// Its own bit.
    pub(super) fn bit(self) -> u64 {
        1 << self as u32
    }
}
